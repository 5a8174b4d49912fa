package dev.slipway.gate.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What decides how heavy one finding is; the finding itself is not kept. */
record SarifResult(
        String ruleId,
        int ruleIndex,
        @Nullable String level,
        @Nullable Double severity) {
    private static final Set<String> NO_FINDING = Set.of("pass", "informational", "notApplicable");

    /** How bad a finding is. */
    enum Weight {
        CRITICAL,
        HIGH,
        MEDIUM,
        LOW;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The parser stands on the start of the object, and is left on its end. Null where the result is no finding: it
     * passed, it is gone since the baseline, or somebody suppressed it and that was accepted.
     */
    static @Nullable SarifResult read(JsonParser json) {
        String ruleId = "";
        int ruleIndex = -1;
        String level = null;
        Double severity = null;
        boolean finding = true;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "ruleId" -> ruleId = json.getValueAsString("");
                case "ruleIndex" -> ruleIndex = json.getValueAsInt(-1);
                case "level" -> level = json.getValueAsString();
                case "kind" -> finding &= !NO_FINDING.contains(json.getValueAsString(""));
                case "baselineState" -> finding &= !"absent".equals(json.getValueAsString());
                case "properties" -> {
                    if (value == JsonToken.START_OBJECT) {
                        severity = SarifRule.severity(json);
                    }
                }
                case "rule" -> {
                    if (value == JsonToken.START_OBJECT) {
                        String id = SarifRule.member(json, "id");
                        ruleId = id == null ? ruleId : id;
                    }
                }
                case "suppressions" -> finding &= !isSuppressed(json);
                default -> json.skipChildren();
            }
            if (json.currentToken().isStructStart()) {
                json.skipChildren();
            }
        }
        return finding ? new SarifResult(ruleId, ruleIndex, level, severity) : null;
    }

    private static boolean isSuppressed(JsonParser json) {
        List<Boolean> accepted = new ArrayList<>();
        if (json.currentToken() == JsonToken.START_ARRAY) {
            JsonReports.eachObject(json, () -> {
                String status = SarifRule.member(json, "status");
                accepted.add(status == null || status.equals("accepted"));
            });
        }
        return !accepted.isEmpty() && !accepted.contains(false);
    }

    /** By its severity, else by its level; SARIF's default level is warning. */
    Weight weight(@Nullable SarifRule rule) {
        Double score = severity != null || rule == null ? severity : rule.severity();
        if (score != null) {
            return score >= 9 ? Weight.CRITICAL : score >= 7 ? Weight.HIGH : score >= 4 ? Weight.MEDIUM : Weight.LOW;
        }
        String word = level != null || rule == null ? level : rule.level();
        return switch (word == null ? "warning" : word) {
            case "error" -> Weight.HIGH;
            case "note", "none" -> Weight.LOW;
            default -> Weight.MEDIUM;
        };
    }
}
