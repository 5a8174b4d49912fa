package dev.slipway.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Whose token of the client file a command takes. */
enum Role {
    ENGINEER,
    RELEASE_APPROVER,
    CI,
    OPERATOR,
    AUDITOR;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Accepts {@code release-approver} and {@code RELEASE_APPROVER}. */
    static Role parse(String text) {
        for (Role role : values()) {
            if (role.label().equals(text.toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return role;
            }
        }
        throw Failure.usage(
                "--as: there is no role '" + text + "'",
                "give one of " + Arrays.stream(values()).map(Role::label).collect(Collectors.joining(", ")));
    }
}
