package dev.slipway.gate.evidence;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What a tool says of one of its rules.
 *
 * @param severity CVSS-like, 0 to 10; null where the tool gives none
 * @param level what a result of it is unless it says otherwise
 */
record SarifRule(
        String id, @Nullable Double severity, @Nullable String level) {
    /** The parser stands on the start of the object, and is left on its end. */
    static SarifRule read(JsonParser json) {
        String id = "";
        Double severity = null;
        String level = null;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("id") && value == JsonToken.VALUE_STRING) {
                id = json.getString();
            } else if (name.equals("properties") && value == JsonToken.START_OBJECT) {
                severity = severity(json);
            } else if (name.equals("defaultConfiguration") && value == JsonToken.START_OBJECT) {
                level = member(json, "level");
            } else {
                json.skipChildren();
            }
        }
        return new SarifRule(id, severity, level);
    }

    /** {@code security-severity} out of a bag of properties: a text by custom, a number now and then. */
    static @Nullable Double severity(JsonParser json) {
        String text = member(json, "security-severity");
        if (text == null) {
            return null;
        }
        try {
            double severity = Double.parseDouble(text.strip());
            return Double.isFinite(severity) ? severity : null;
        } catch (NumberFormatException _) {
            return null; // then its level counts
        }
    }

    /** One scalar member of the object that the parser stands on the start of; leaves it on the end. */
    static @Nullable String member(JsonParser json, String wanted) {
        String found = null;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean isWanted = json.currentName().equals(wanted);
            JsonToken value = json.nextToken();
            if (isWanted && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                found = json.getString();
            } else {
                json.skipChildren();
            }
        }
        return found;
    }
}
