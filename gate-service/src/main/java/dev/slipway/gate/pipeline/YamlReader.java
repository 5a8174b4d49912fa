package dev.slipway.gate.pipeline;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Parses YAML into a tree of bounded size; variables are put into texts, where they cannot become structure. */
final class YamlReader {
    private static final int MAX_CHARACTERS = 256 << 10;
    private static final int MAX_NODES = 20_000;
    private static final int MAX_DEPTH = 50;
    private final Problems problems;
    private final Variables variables;
    private int nodes;

    YamlReader(Problems problems, Variables variables) {
        this.problems = problems;
        this.variables = variables;
    }

    /** Null where it is no YAML at all, which is then among the problems. */
    @Nullable
    Yaml read(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(20);
        options.setAllowRecursiveKeys(false);
        try {
            Node root = new org.yaml.snakeyaml.Yaml(options).compose(new StringReader(text));
            if (root == null) {
                problems.add(Position.START, "", "the file is empty", "begin with apiVersion: slipway.dev/v1");
                return null;
            }
            return tree(root, "", 0);
        } catch (MarkedYAMLException e) {
            problems.add(Position.of(e.getProblemMark()), "", "not YAML: " + oneLine(e.getProblem()), context(e));
        } catch (YAMLException e) {
            problems.add(Position.START, "", "not readable as YAML: " + oneLine(e.getMessage()), "");
        } catch (TooMuch _) {
            problems.add(
                    Position.START,
                    "",
                    "aliases make the file larger than " + MAX_NODES + " values or deeper than " + MAX_DEPTH,
                    "write it out without * aliases");
        }
        return null;
    }

    private static String context(MarkedYAMLException e) {
        return e.getContext() == null ? "" : oneLine(e.getContext());
    }

    private static String oneLine(@Nullable String text) {
        return String.valueOf(text).replaceAll("\\s+", " ").strip();
    }

    private Yaml tree(Node node, String path, int depth) {
        if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
            throw new TooMuch();
        }
        Position at = Position.of(node.getStartMark());
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar, path, at);
            case SequenceNode sequence -> {
                List<Yaml> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    items.add(tree(item, path + "[" + items.size() + "]", depth + 1));
                }
                yield new Yaml.Sequence(items, at);
            }
            case MappingNode mapping -> mapping(mapping, path, at, depth);
            default -> throw new YAMLException("an unknown kind of YAML node: " + node.getNodeId());
        };
    }

    private Yaml.Scalar scalar(ScalarNode node, String path, Position at) {
        String text = variables.in(node.getValue(), at, path, problems);
        Position textAt =
                switch (node.getScalarStyle()) {
                    case SINGLE_QUOTED, DOUBLE_QUOTED -> new Position(at.line(), at.column() + 1);
                    case LITERAL, FOLDED -> new Position(at.line() + 1, 1);
                    case PLAIN, JSON_SCALAR_STYLE -> at;
                };
        return new Yaml.Scalar(
                text, text.equals(node.getValue()) ? kind(node.getTag()) : Yaml.Kind.SUBSTITUTED, at, textAt);
    }

    private static Yaml.Kind kind(Tag tag) {
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return Yaml.Kind.NUMBER;
        }
        return tag.equals(Tag.BOOL) ? Yaml.Kind.BOOLEAN : tag.equals(Tag.NULL) ? Yaml.Kind.NULL : Yaml.Kind.TEXT;
    }

    private Yaml.Mapping mapping(MappingNode node, String path, Position at, int depth) {
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Position keyAt = Position.of(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
                problems.add(keyAt, path, "a key is a list or a mapping", "write a name");
                continue;
            }
            String key = name.getValue();
            String inner = path.isEmpty() ? key : path + "." + key;
            Yaml.Entry first = entries.get(key);
            if (first == null) {
                entries.put(key, new Yaml.Entry(keyAt, tree(tuple.getValueNode(), inner, depth + 1)));
            } else {
                problems.add(
                        keyAt,
                        inner,
                        "'" + key + "' is already on line " + first.keyAt().line(),
                        "keep one of them");
            }
        }
        return new Yaml.Mapping(entries, at);
    }

    /** The tree outgrew its bounds. */
    private static final class TooMuch extends RuntimeException {
        TooMuch() {
            super(null, null, false, false);
        }
    }
}
