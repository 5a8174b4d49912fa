package dev.slipway.service.security;

import dev.slipway.events.Actor;
import dev.slipway.service.http.Problem;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * Who calls.
 *
 * @param roles in one spelling, {@link Roles#normalized}
 */
public record Caller(String name, Set<String> roles) {
    public Caller {
        roles = Set.copyOf(roles);
    }

    public static Caller of(Authentication authentication) {
        return new Caller(
                authentication.getName(),
                authentication.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .filter(authority -> authority != null)
                        .map(Roles::normalized)
                        .collect(Collectors.toSet()));
    }

    public boolean hasAny(String... wanted) {
        return Arrays.stream(wanted).map(Roles::normalized).anyMatch(roles::contains);
    }

    /** Throws a 403 that names the roles of which one is needed. */
    public Caller requireAny(String... wanted) {
        if (!hasAny(wanted)) {
            throw Problem.forbidden(
                    new TreeSet<>(roles),
                    name + " has the roles " + new TreeSet<>(roles) + ", this asks for one of "
                            + Arrays.toString(wanted),
                    "use a token with one of these roles, or have it given to " + name);
        }
        return this;
    }

    /** A CI system where that is its only role, a person otherwise. */
    public Actor actor() {
        return roles.equals(Set.of(Roles.CI)) ? Actor.ci(name) : Actor.person(name);
    }
}
