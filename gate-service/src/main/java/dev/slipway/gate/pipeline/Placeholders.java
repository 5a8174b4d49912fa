package dev.slipway.gate.pipeline;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** <code>{{name}}</code> in a probe's URL: a variable of the environment, put in when a release is planned. */
final class Placeholders {
    private static final Pattern FORM = Pattern.compile("\\{\\{\\s*([A-Za-z0-9_.-]+)\\s*\\}\\}");

    private Placeholders() {}

    static List<String> in(String text) {
        return FORM.matcher(text).results().map(found -> found.group(1)).toList();
    }

    static String replace(String text, Map<String, String> variables) {
        return FORM.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found, variables)));
    }

    private static String value(MatchResult found, Map<String, String> variables) {
        String value = variables.get(found.group(1));
        if (value == null) {
            throw new IllegalStateException(
                    "the reader let a placeholder through that nothing replaces: " + found.group());
        }
        return value;
    }
}
