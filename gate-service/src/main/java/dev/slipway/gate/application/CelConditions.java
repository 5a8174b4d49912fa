package dev.slipway.gate.application;

import dev.slipway.gate.condition.Attributes;
import dev.slipway.gate.condition.Compilation;
import dev.slipway.gate.condition.Condition;
import dev.slipway.gate.condition.ConditionResult;
import dev.slipway.gate.condition.Subject;
import dev.slipway.gate.domain.ConditionCheck;
import dev.slipway.gate.domain.Dossier;
import dev.slipway.gate.domain.Request;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Conditions in CEL; each is compiled once. */
public final class CelConditions implements ConditionCheck {
    private final Map<String, Condition> compiled = new ConcurrentHashMap<>();

    @Override
    public Answer ask(String when, Map<String, Object> facts, Dossier dossier, String stage) {
        Request request = dossier.request();
        var environment = request.plan().stage(stage).environment();
        Subject subject = new Subject(
                facts,
                Map.of(
                        Attributes.APPLICATION, request.application(),
                        Attributes.VERSION, request.version().text(),
                        Attributes.TYPE, request.type().label(),
                        Attributes.COMMIT, request.commit(),
                        Attributes.STAGE, stage,
                        Attributes.ENVIRONMENT, environment == null ? "" : environment.name()));
        return switch (compiled.computeIfAbsent(when, CelConditions::compile).evaluate(subject)) {
            case ConditionResult.Holds(String why) -> new Answer.Holds(why);
            case ConditionResult.DoesNotHold(String why) -> new Answer.DoesNotHold(why);
            case ConditionResult.Unknown unknown -> new Answer.Unknown(unknown.explanation());
        };
    }

    private static Condition compile(String when) {
        return switch (Condition.compile(when)) {
            case Compilation.Compiled(Condition condition) -> condition;
            case Compilation.Faulty faulty ->
                throw new IllegalStateException(
                        "a frozen plan has a condition that does not compile: " + when + ": " + faulty.faults());
        };
    }
}
