package dev.slipway.gate.pipeline;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What may begin a release. */
public sealed interface Trigger {
    /** A pushed tag that matches; {@code *} stands for any characters. */
    record Tag(String pattern) implements Trigger {
        public boolean matches(String tag) {
            String regex =
                    Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
            return tag.matches(regex);
        }
    }

    /** A change merged into that branch. */
    record Merge(String branch) implements Trigger {}

    /** A person's request. */
    record Manual() implements Trigger {}
}
