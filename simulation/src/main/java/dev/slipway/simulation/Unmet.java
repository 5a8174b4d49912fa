package dev.slipway.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The states and signals that no run brings together, each with the reason, or with the test that does. */
final class Unmet {
    private static final Map<Pair, String> LISTED = read();

    private Unmet() {}

    /** Why no run reaches it; says so where nobody has said. */
    static String why(Pair pair) {
        return LISTED.getOrDefault(pair, "NOT LISTED in unmet.txt");
    }

    static Set<Pair> pairs() {
        return LISTED.keySet();
    }

    private static Map<Pair, String> read() {
        Map<Pair, String> listed = new TreeMap<>();
        try (var file = Unmet.class.getResourceAsStream("/unmet.txt")) {
            new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        String[] parts = line.split("\\|", -1);
                        if (parts.length != 4) {
                            throw new IllegalArgumentException(
                                    "unmet.txt: '" + line + "' is not of the form: rules | state | signals | why");
                        }
                        for (String signal : parts[2].strip().split(",\\s*", -1)) {
                            listed.put(new Pair(parts[0].strip(), parts[1].strip(), signal), parts[3].strip());
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return listed;
    }
}
