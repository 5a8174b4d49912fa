package dev.slipway.gate.http;

import dev.slipway.decision.Refusal;
import dev.slipway.service.http.Problem;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What requests are made of; a problem names the field, the value and the remedy. */
final class Fields {
    private Fields() {}

    static String given(String field, @Nullable String value, String what) {
        if (value == null || value.isBlank()) {
            throw Problem.invalid(field, value, field + " is missing", "give " + what);
        }
        return value;
    }

    static <T> T parsed(String field, @Nullable String value, Function<String, T> parse, String what) {
        String text = given(field, value, what);
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(field, text, String.valueOf(e.getMessage()), "give " + what);
        }
    }

    /** In lower case, so that a commit is the same however it was written. */
    static String commit(@Nullable String commit) {
        String text = given("commit", commit, "the commit that it was built from, in hexadecimal");
        if (!text.matches("[0-9a-fA-F]{7,64}")) {
            throw Problem.invalid(
                    "commit", text, "commit '" + text + "' is not a commit", "give 7 to 64 hexadecimal digits");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    static Problem unknownApplication(String application) {
        return Problem.of(Refusal.notFound(
                        "unknown-application",
                        "no pipeline of application '" + application + "'",
                        "apply its pipeline first, or correct the name")
                .about("application", application));
    }
}
