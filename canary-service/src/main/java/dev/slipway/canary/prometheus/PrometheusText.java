package dev.slipway.canary.prometheus;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads the Prometheus text format, which OpenMetrics' differs from in nothing that matters here: exemplars and timestamps
 * are passed over, and so is a line that cannot be read, because one odd series must not blind us to the others.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format">Exposition formats</a>
 */
final class PrometheusText {
    private final String line;
    private int at;

    private PrometheusText(String line) {
        this.line = line;
    }

    /** Hands each sample of the metrics whose names begin so to {@code to}. */
    static void read(String text, String prefix, Consumer<Sample> to) {
        text.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(prefix)) // comments begin with #, and never so
                .forEach(line -> readLine(line, to));
    }

    private static void readLine(String line, Consumer<Sample> to) {
        try {
            to.accept(new PrometheusText(line).sample());
        } catch (IndexOutOfBoundsException | NumberFormatException _) {
            // Cut off, or not of the format.
        }
    }

    private Sample sample() {
        int start = at;
        while (at < line.length() && isOfName(line.charAt(at))) {
            at++;
        }
        String name = line.substring(start, at);
        skipBlanks();
        Map<String, String> labels = new HashMap<>();
        if (at < line.length() && line.charAt(at) == '{') {
            at++;
            labels(labels);
        }
        skipBlanks();
        return new Sample(name, labels, value());
    }

    private void labels(Map<String, String> labels) {
        while (true) {
            skipBlanks();
            if (line.charAt(at) == '}') {
                at++;
                return;
            }
            int equals = line.indexOf('=', at);
            String key = line.substring(at, equals).strip();
            at = equals + 1;
            skipBlanks();
            labels.put(key, quoted());
            skipBlanks();
            if (line.charAt(at) == ',') {
                at++;
            } else if (line.charAt(at) != '}') {
                throw new NumberFormatException("neither , nor } after a label");
            }
        }
    }

    /** A label's value: {@code \\}, {@code \"} and {@code \n} are escaped in it. */
    private String quoted() {
        if (line.charAt(at) != '"') {
            throw new NumberFormatException("a label's value does not begin with a quote");
        }
        StringBuilder value = new StringBuilder();
        for (at++; line.charAt(at) != '"'; at++) {
            char c = line.charAt(at);
            if (c == '\\') {
                at++;
                c = line.charAt(at) == 'n' ? '\n' : line.charAt(at);
            }
            value.append(c);
        }
        at++;
        return value.toString();
    }

    private double value() {
        int start = at;
        while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        return number(line.substring(start, at));
    }

    /** As Go writes numbers: {@code NaN}, {@code +Inf}, {@code -Inf}, {@code 1.5e-07}. */
    static double number(String text) {
        return switch (text) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private void skipBlanks() {
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
    }

    private static boolean isOfName(char c) {
        return c == '_' || c == ':' || Character.isLetterOrDigit(c);
    }
}
