package dev.slipway.gate.pipeline;

/** Writes a tree so that two trees are the same text exactly where they say the same in the same order. */
final class Canonical {
    private Canonical() {}

    static void write(Yaml yaml, StringBuilder out) {
        switch (yaml) {
            case Yaml.Scalar scalar -> text(scalar.text(), out);
            case Yaml.Sequence sequence -> {
                out.append('[');
                sequence.items().forEach(item -> write(item, out));
                out.append(']');
            }
            case Yaml.Mapping mapping -> {
                out.append('{');
                mapping.entries().forEach((key, entry) -> {
                    text(key, out);
                    write(entry.value(), out);
                });
                out.append('}');
            }
        }
    }

    /** With its length in front, no text can look like two. */
    private static void text(String text, StringBuilder out) {
        out.append(text.length()).append(':').append(text);
    }
}
