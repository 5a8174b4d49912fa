package dev.slipway.cli;

import dev.slipway.cli.view.Paint;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A refusal, {@code application/problem+json}.
 *
 * @param where put before places in a file: its name; empty for what is not about a file
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
record Problem(int status, String where, String asked, JsonNode body) {
    boolean is(int other) {
        return status == other;
    }

    /** A line for what is wrong and one for the remedy; for a file, a line per place. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("error: " + (where.isEmpty() ? "" : where + ": ") + detail() + wrongField() + code());
        for (JsonNode place : body.path("problems")) {
            lines.add(place(place));
        }
        String remedy = remedy();
        if (!remedy.isEmpty()) {
            lines.add("remedy: " + remedy);
        }
        return lines.stream().map(Paint::harmless).toList();
    }

    private String detail() {
        int places = body.path("problems").size();
        if (places > 0) { // each has a line of its own, with the file's name as the user knows it
            return places == 1 ? "1 problem" : places + " problems";
        }
        String detail = text(body, "detail");
        return detail.isEmpty() ? text(body, "title") : detail;
    }

    private String wrongField() {
        String field = text(body, "field");
        if (field.isEmpty()) {
            return "";
        }
        String value = text(body, "value");
        if (!value.isEmpty() && detail().contains("'" + value + "'")) {
            return ""; // it was said
        }
        return " [" + field + (value.isEmpty() ? " is missing" : " is '" + value + "'") + "]";
    }

    private String code() {
        String code = text(body, "code");
        return code.isEmpty() ? " (HTTP " + status + ")" : " (" + code + ")";
    }

    private String place(JsonNode place) {
        String path = text(place, "path");
        String remedy = text(place, "remedy");
        return "  %s:%d:%d: %s%s%s"
                .formatted(
                        where,
                        place.path("line").asInt(0),
                        place.path("column").asInt(0),
                        path.isEmpty() ? "" : path + ": ",
                        text(place, "message"),
                        remedy.isEmpty() ? "" : ": " + remedy);
    }

    /** A service speaks of HTTP; for who types commands it is the option that counts. */
    private String remedy() {
        return switch (status) {
            case 401 ->
                "give a token that this Slipway knows: --token, SLIPWAY_TOKEN, or the client file that "
                        + "'slipway up' writes (--config)";
            case 403 -> {
                String remedy = text(body, "remedy");
                yield (remedy.isEmpty() ? "" : remedy + "; ") + asked + ", --as ROLE chooses another token";
            }
            case 404 ->
                text(body, "code").equals("unknown-release")
                        ? "'slipway status --all' lists the releases"
                        : text(body, "remedy");
            default -> text(body, "remedy");
        };
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
