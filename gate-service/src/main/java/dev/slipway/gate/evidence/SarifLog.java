package dev.slipway.gate.evidence;

import dev.slipway.gate.evidence.SarifResult.Weight;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * SARIF 2.1.0, read as a stream: what is kept of a run is its rules and how often each was found, not its results. The
 * tool, and with it the rules' severities, may stand before or after the results.
 */
final class SarifLog {
    private final JsonParser json;
    private final Set<String> tools = new LinkedHashSet<>();
    private final Map<Weight, Long> found = new EnumMap<>(Weight.class);

    SarifLog(JsonParser json) {
        this.json = json;
    }

    /** The parser stands on the start of {@code runs}. */
    void runs() {
        JsonReports.eachObject(json, this::run);
    }

    private void run() {
        Map<SarifResult, Long> results = new HashMap<>();
        Rules rules = new Rules(new ArrayList<>(), new HashMap<>());
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("tool") && value == JsonToken.START_OBJECT) {
                tool(rules);
            } else if (name.equals("results") && value == JsonToken.START_ARRAY) {
                JsonReports.eachObject(json, () -> {
                    SarifResult result = SarifResult.read(json);
                    if (result != null) {
                        results.merge(result, 1L, Long::sum);
                    }
                });
            } else {
                json.skipChildren();
            }
        }
        results.forEach((result, times) -> found.merge(result.weight(rules.of(result)), times, Long::sum));
    }

    private void tool(Rules rules) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("driver") && value == JsonToken.START_OBJECT) {
                component(rules, true);
            } else if (name.equals("extensions") && value == JsonToken.START_ARRAY) {
                JsonReports.eachObject(json, () -> component(rules, false));
            } else {
                json.skipChildren();
            }
        }
    }

    private void component(Rules rules, boolean driver) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (driver && name.equals("name") && value == JsonToken.VALUE_STRING) {
                tools.add(Shortened.of(json.getString()));
            } else if (name.equals("rules") && value == JsonToken.START_ARRAY) {
                JsonReports.eachObject(json, () -> {
                    SarifRule rule = SarifRule.read(json);
                    if (driver) {
                        rules.byIndex().add(rule);
                    }
                    rules.byId().putIfAbsent(rule.id(), rule);
                });
            } else {
                json.skipChildren();
            }
        }
    }

    Facts facts(String namespace) {
        Map<String, Object> facts = new HashMap<>();
        long total = 0;
        for (Weight weight : Weight.values()) {
            long times = found.getOrDefault(weight, 0L);
            facts.put(namespace + "." + weight.word(), times);
            total += times;
        }
        facts.put(namespace + ".total", total);
        facts.put(namespace + ".tool", String.join(", ", tools));
        if (namespace.equals("secrets")) {
            facts.put("secrets.found", total); // a secret has no severity: one found is one too many
        }
        return new Facts(facts);
    }

    private record Rules(List<SarifRule> byIndex, Map<String, SarifRule> byId) {
        /** By id, then by the id without its last part (CA1000/1), then by the index among the driver's rules. */
        @Nullable
        SarifRule of(SarifResult result) {
            String id = result.ruleId();
            SarifRule rule = byId.get(id);
            if (rule == null && id.lastIndexOf('/') > 0) {
                rule = byId.get(id.substring(0, id.lastIndexOf('/')));
            }
            int index = result.ruleIndex();
            return rule == null && index >= 0 && index < byIndex.size() ? byIndex.get(index) : rule;
        }
    }
}
