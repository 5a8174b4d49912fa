package dev.slipway.service.security;

import java.util.List;

/**
 * Paths whose callers prove themselves by a signature over the body instead of a bearer token, such as GitHub's webhook;
 * their handlers have to refuse what is not signed.
 */
public record SelfAuthenticated(List<String> paths) {
    public SelfAuthenticated {
        paths = List.copyOf(paths);
    }
}
