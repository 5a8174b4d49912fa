package dev.slipway.gate.pipeline;

import dev.slipway.events.ComponentPlan;
import dev.slipway.events.EnvironmentPlan;
import dev.slipway.events.GateCheck;
import dev.slipway.events.GatePlan;
import dev.slipway.events.Plan;
import dev.slipway.events.ReleaseType;
import dev.slipway.events.RolloutPlan;
import dev.slipway.events.StagePlan;
import dev.slipway.events.Version;
import dev.slipway.gate.condition.Attributes;
import dev.slipway.gate.condition.Compilation.Compiled;
import dev.slipway.gate.condition.Condition;
import dev.slipway.gate.condition.ConditionResult.Holds;
import dev.slipway.gate.condition.Subject;
import dev.slipway.gate.pipeline.PlanResult.Refused;
import dev.slipway.gate.pipeline.PlanResult.Resolved;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Resolves how one release is to go: the pipeline's stages without what its type skips, with its type's approvals, every
 * name replaced by what it names. The plan is frozen into the release.
 */
public final class PlanResolver {
    private static final String SOAK = "soak";
    private final Pipeline pipeline;
    private final ReleaseType type;
    private final ReleaseRules rules;
    private final Map<String, String> release;

    private PlanResolver(Pipeline pipeline, ReleaseType type, ReleaseRules rules, Map<String, String> release) {
        this.pipeline = pipeline;
        this.type = type;
        this.rules = rules;
        this.release = release;
    }

    /** @param reason why it is asked for; null where nobody said */
    public static PlanResult resolve(
            Pipeline pipeline, Version version, ReleaseType type, String commit, @Nullable String reason) {
        ReleaseRules rules = pipeline.releaseTypes().get(type);
        if (rules == null) {
            String known = pipeline.releaseTypes().keySet().stream()
                    .map(ReleaseType::label)
                    .collect(Collectors.joining(", "));
            return new Refused(
                    "type",
                    type.label(),
                    "application '" + pipeline.application() + "' has no " + type.label() + " releases",
                    "its pipeline has " + known);
        }
        if (version.isCalVer() != (pipeline.versioning() == Versioning.CALVER)) {
            return new Refused(
                    "version",
                    version.text(),
                    "application '" + pipeline.application() + "' does not count its versions so",
                    pipeline.versioning() == Versioning.CALVER
                            ? "give a CalVer, like v2026.11.21-0a1b2c3"
                            : "give a SemVer, like v1.2.3");
        }
        if (rules.justify() && (reason == null || reason.isBlank())) {
            return new Refused("reason", "", "a " + type.label() + " must be justified", "say why it is needed");
        }
        Map<String, String> release = Map.of(
                Attributes.APPLICATION, pipeline.application(),
                Attributes.VERSION, version.text(),
                Attributes.TYPE, type.label(),
                Attributes.COMMIT, commit);
        return new Resolved(new PlanResolver(pipeline, type, rules, release).plan());
    }

    private Plan plan() {
        List<StagePlan> stages = new ArrayList<>();
        List<GatePlan> owed = new ArrayList<>();
        for (Stage stage : pipeline.stages()) {
            if (rules.skip().contains(stage.name())) {
                named(stage.gates()).stream()
                        .flatMap(gate -> plans(gate, stage).stream())
                        .filter(gate -> gate.check() instanceof GateCheck.Condition)
                        .forEach(owed::add);
            } else {
                stages.add(stage(stage, owed));
                owed.clear();
            }
        }
        return new Plan(
                pipeline.revision(),
                pipeline.components().stream()
                        .map(component -> new ComponentPlan(component.name(), component.target()))
                        .toList(),
                stages,
                pipeline.rollback(),
                pipeline.routes());
    }

    /** @param owed conditions of the skipped stages before it: evidence is never skipped */
    private StagePlan stage(Stage stage, List<GatePlan> owed) {
        List<GatePlan> entry = new ArrayList<>(owed);
        ApprovalRule approval = rules.approvals().get(stage.name());
        for (Gate gate : named(stage.gates())) {
            if (approval == null || !isApproval(gate)) {
                plans(gate, stage).stream()
                        .filter(plan -> !entry.contains(plan))
                        .forEach(entry::add);
            }
        }
        if (approval != null) {
            entry.addAll(approvals(approvalName(stage), approval.approvals(), "block"));
        }
        List<GatePlan> verification = new ArrayList<>();
        named(stage.verify()).forEach(gate -> verification.addAll(plans(gate, stage)));
        if (!stage.soak().isZero() && !rules.skip().contains(stage.name() + "." + SOAK)) {
            verification.add(new GatePlan(SOAK, new GateCheck.Soak(stage.soak()), "block"));
        }
        return new StagePlan(
                stage.name(),
                environment(stage),
                stage.within(),
                entry,
                rollout(stage.rollout()),
                verification,
                stage.watch());
    }

    private List<Gate> named(List<String> names) {
        return names.stream().map(this::gate).toList();
    }

    private Gate gate(String name) {
        Gate gate = pipeline.gates().get(name);
        if (gate == null) {
            throw new IllegalStateException("the reader let a pipeline through that names an unknown gate: " + name);
        }
        return gate;
    }

    private static boolean isApproval(Gate gate) {
        return gate.checks().getFirst() instanceof GateCheck.Approval;
    }

    /** The type's approval goes by the name of the one that it replaces. */
    private String approvalName(Stage stage) {
        return named(stage.gates()).stream()
                .filter(PlanResolver::isApproval)
                .map(Gate::name)
                .findFirst()
                .orElse(type.label() + "-approval");
    }

    private List<GatePlan> plans(Gate gate, Stage stage) {
        if (isApproval(gate)) {
            return approvals(gate.name(), gate.checks(), gate.onFail());
        }
        GateCheck check =
                switch (gate.checks().getFirst()) {
                    case GateCheck.Probe probe ->
                        new GateCheck.Probe(
                                Placeholders.replace(probe.url(), variables(stage)),
                                probe.expect(),
                                probe.within(),
                                probe.every());
                    case GateCheck.Condition condition -> condition;
                    case GateCheck.Approval approval -> approval;
                    case GateCheck.Soak soak -> soak;
                };
        return List.of(new GatePlan(gate.name(), check, gate.onFail()));
    }

    /** One gate; where each of several roles has to speak, one for each, named after it. */
    private static List<GatePlan> approvals(String name, List<? extends GateCheck> checks, String onFail) {
        if (checks.size() == 1) {
            return List.of(new GatePlan(name, checks.getFirst(), onFail));
        }
        return checks.stream()
                .map(check -> new GatePlan(name + ":" + roles(check), check, onFail))
                .toList();
    }

    private static String roles(GateCheck check) {
        return check instanceof GateCheck.Approval approval ? String.join("+", approval.roles()) : "";
    }

    private Map<String, String> variables(Stage stage) {
        Environment environment = environmentOf(stage);
        return environment == null ? Map.of() : environment.variables();
    }

    private @Nullable EnvironmentPlan environment(Stage stage) {
        Environment environment = environmentOf(stage);
        return environment == null ? null : new EnvironmentPlan(environment.name(), environment.namespace());
    }

    private @Nullable Environment environmentOf(Stage stage) {
        return stage.environment() == null ? null : pipeline.environments().get(stage.environment());
    }

    private @Nullable RolloutPlan rollout(@Nullable Rollout rollout) {
        return switch (rollout) {
            case null -> null;
            case Rollout.Rolling rolling -> new RolloutPlan.Rolling(rolling.readyWithin());
            case Rollout.Canary canary ->
                canary.when() == null || holds(canary.when())
                        ? new RolloutPlan.Canary(canary.readyWithin(), canary.steps(), canary.analysis())
                        : new RolloutPlan.Rolling(canary.readyWithin());
        };
    }

    private boolean holds(String when) {
        return Condition.compile(when) instanceof Compiled compiled
                && compiled.condition().evaluate(new Subject(Map.of(), release)) instanceof Holds;
    }
}
