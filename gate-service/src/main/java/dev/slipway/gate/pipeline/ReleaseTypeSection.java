package dev.slipway.gate.pipeline;

import dev.slipway.events.Label;
import dev.slipway.events.ReleaseType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads {@code releaseTypes}. */
final class ReleaseTypeSection {
    private static final Map<String, ReleaseType> TYPES =
            Arrays.stream(ReleaseType.values()).collect(Collectors.toMap(Label::label, Function.identity()));

    private ReleaseTypeSection() {}

    /** Every type, each without rules of its own: what a file that does not speak of types means. */
    static Map<ReleaseType, ReleaseRules> all() {
        Map<ReleaseType, ReleaseRules> all = new EnumMap<>(ReleaseType.class);
        TYPES.values().forEach(type -> all.put(type, ReleaseRules.NONE));
        return all;
    }

    static Map<ReleaseType, ReleaseRules> read(Value section) {
        Map<ReleaseType, ReleaseRules> rules = new EnumMap<>(ReleaseType.class);
        section.named("patch: {}").forEach((name, value) -> {
            ReleaseType type = TYPES.get(name);
            if (type == null) {
                value.problem(
                        "there is no release type '" + name + "'",
                        "use one of " + TYPES.keySet().stream().sorted().collect(Collectors.joining(", ")));
            } else {
                rules.put(type, rules(value));
            }
        });
        if (rules.isEmpty() && section.isMapping()) {
            section.problem("there is no release type", "name those that the application has, or remove releaseTypes");
        }
        return rules;
    }

    private static ReleaseRules rules(Value value) {
        try (Fields fields = value.fields("{skip: [staging], justify: true}")) {
            List<String> skip = fields.optional("skip", List.of(), v -> v.texts("[staging]"));
            Map<String, ApprovalRule> approvals = new HashMap<>();
            fields.<Map<String, Value>>optional(
                            "approvals", Map.of(), v -> v.named("production: {roles: [release-manager]}"))
                    .forEach((stage, rule) -> approvals.put(stage, GateSection.approval(rule)));
            boolean justify = fields.optional("justify", false, ReleaseTypeSection::justify);
            return new ReleaseRules(Set.copyOf(skip), approvals, justify);
        }
    }

    private static boolean justify(Value value) {
        boolean required =
                value.yaml() instanceof Yaml.Scalar scalar && scalar.text().equals("required");
        return required || value.bool();
    }
}
