package dev.slipway.gate.pipeline;

import dev.slipway.events.GateCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code gates} and the approvals of release types. */
final class GateSection {
    private static final Set<String> PLANNED = Set.of("window", "incident", "checklist", "artifact", "rollback-ready");
    private static final String ROLES = "{roles: [release-manager], count: 1}";

    private GateSection() {}

    static Gate gate(String name, Value value) {
        try (Fields fields = value.fields("{when: \"tests.failed == 0\"}")) {
            List<GateCheck> checks = new ArrayList<>();
            fields.optional("when", null, v -> checks.add(new GateCheck.Condition(v.condition())));
            fields.optional("probe", null, v -> checks.add(probe(v)));
            int before = checks.size();
            ApprovalRule approval = fields.optional("approval", null, GateSection::approval);
            if (approval != null) {
                checks.addAll(approval.approvals());
            }
            int kinds = before + (approval == null ? 0 : 1);
            String onFail = fields.optional("onFail", "block", GateSection::onFail);
            for (String planned : PLANNED) {
                if (fields.has(planned)) {
                    fields.find(planned);
                    fields.problem("a gate of '" + planned + "' is not supported yet", "use when, probe or approval");
                    kinds = 1;
                }
            }
            if (kinds != 1) {
                fields.problem(
                        kinds == 0 ? "the gate asks for nothing" : "the gate asks for " + kinds + " things",
                        "give exactly one of when, probe and approval");
            }
            return new Gate(name, checks, onFail);
        }
    }

    /** {@code block}, or {@code {review: security}}. */
    private static String onFail(Value value) {
        if (value.isText()) {
            return value.oneOf(List.of("block"));
        }
        try (Fields fields = value.fields("block, or {review: security}")) {
            return fields.required("review", "security", "block", v -> "review:" + v.text("security"));
        }
    }

    private static GateCheck.Probe probe(Value value) {
        try (Fields fields = value.fields("{http: \"{{url}}/health\"}")) {
            String url = fields.required("http", "\"{{url}}/health\"", "?", GateSection::url);
            int expect = fields.optional("expect", 200, v -> v.integer(100, 599, "200"));
            Duration within = fields.optional("within", Duration.ofMinutes(2), v -> v.positive("2m"));
            Duration every = fields.optional("every", Duration.ofSeconds(5), v -> v.positive("5s"));
            if (every.compareTo(within) > 0) {
                fields.problem(
                        "it is tried every " + every.toSeconds() + " s, within only " + within.toSeconds() + " s",
                        "make 'every' shorter than 'within'");
            }
            return new GateCheck.Probe(url, expect, within, every);
        }
    }

    private static String url(Value value) {
        String url = value.text("\"{{url}}/health\"");
        if (value.isText() && !url.matches("(https?://|\\{\\{).+")) {
            value.problem(
                    "'" + url + "' is no URL",
                    "begin with http://, https:// or a variable of the environment, {{url}}");
        }
        return url;
    }

    /** With {@code count}, so many people of any of the roles; with {@code each}, so many of every role. */
    static ApprovalRule approval(Value value) {
        try (Fields fields = value.fields(ROLES)) {
            List<String> roles = fields.required("roles", "[release-manager]", List.of("?"), GateSection::roles);
            Integer count = fields.optional("count", null, v -> v.integer(1, 50, "2"));
            Integer each = fields.optional("each", null, v -> v.integer(1, 50, "1"));
            Duration expires = fields.optional("expires", null, v -> v.positive("24h"));
            if (count != null && each != null) {
                fields.problem(
                        "both 'count' and 'each' are given", "count: people of any of the roles; each: of every role");
            }
            return each == null
                    ? new ApprovalRule(List.of(approval(roles, count, expires)))
                    : new ApprovalRule(roles.stream()
                            .map(role -> approval(List.of(role), each, expires))
                            .toList());
        }
    }

    private static GateCheck.Approval approval(
            List<String> roles, @Nullable Integer count, @Nullable Duration expires) {
        return new GateCheck.Approval(roles, count == null ? 1 : count, expires);
    }

    private static List<String> roles(Value value) {
        List<String> roles = value.texts("[release-manager]");
        if (roles.isEmpty()) {
            value.problem("there is no role", "name at least one, like [release-manager]");
            return List.of("?");
        }
        return roles;
    }
}
