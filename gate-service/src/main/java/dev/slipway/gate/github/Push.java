package dev.slipway.gate.github;

import dev.slipway.events.Actor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What GitHub says of a push, as far as we ask.
 *
 * @param ref such as {@code refs/tags/v1.2.3}
 * @param after what the ref points to now: for an annotated tag the tag itself, not its commit
 */
record Push(
        String ref,
        @Nullable String after,
        boolean deleted,
        @Nullable HeadCommit headCommit,
        @Nullable Sender sender) {
    private static final String TAGS = "refs/tags/";

    record HeadCommit(@Nullable String id) {}

    record Sender(@Nullable String login, @Nullable String type) {}

    /** Null where it is a branch that was pushed. */
    @Nullable
    String tag() {
        return ref.startsWith(TAGS) ? ref.substring(TAGS.length()) : null;
    }

    /** The tag without what stands before its last slash: {@code shop/v1.2.3} is version v1.2.3. */
    static String version(String tag) {
        return tag.substring(tag.lastIndexOf('/') + 1);
    }

    @Nullable
    String commit() {
        String id = headCommit == null || headCommit.id() == null ? after : headCommit.id();
        return id == null ? null : id.toLowerCase(Locale.ROOT);
    }

    Actor by() {
        String login = sender == null ? null : sender.login();
        if (sender == null || login == null || login.isBlank()) {
            return Actor.ci("github");
        }
        return "Bot".equals(sender.type()) ? Actor.ci(login) : Actor.person(login);
    }
}
