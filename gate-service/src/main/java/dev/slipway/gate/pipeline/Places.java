package dev.slipway.gate.pipeline;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the place of a path such as {@code stages[1].gates[0]}. */
final class Places {
    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d+)\\]");

    private Places() {}

    /** The place of the deepest part of the path that there is. */
    static Position of(Yaml file, String path) {
        Yaml at = file;
        Position position = file.at();
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            String name = step.group(1);
            if (name != null
                    && at instanceof Yaml.Mapping mapping
                    && mapping.entries().containsKey(name)) {
                at = mapping.entries().get(name).value();
            } else if (name == null && at instanceof Yaml.Sequence sequence) {
                at = sequence.items().get(Integer.parseInt(step.group(2)));
            } else {
                return position;
            }
            position = at.at();
        }
        return position;
    }
}
