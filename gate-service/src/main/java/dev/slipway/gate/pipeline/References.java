package dev.slipway.gate.pipeline;

import dev.slipway.events.GateCheck;
import dev.slipway.gate.condition.Spelling;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks whether what a file refers to by name is there. */
record References(
        Yaml.Mapping file, Problems problems, Map<String, Environment> environments, Map<String, Gate> gates) {
    void checkStages(List<Stage> stages) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            String path = "stages[" + i + "]";
            if (!seen.add(stage.name())) {
                add(path + ".name", "two stages are named '" + stage.name() + "'", "give each its own name");
            }
            Environment environment = stage.environment() == null ? null : environments.get(stage.environment());
            if (stage.environment() != null && environment == null) {
                missing(path + ".environment", "environment", stage.environment(), environments.keySet());
            }
            checkGates(path + ".gates", stage.gates());
            checkGates(path + ".verify", stage.verify());
            checkProbes(path, stage, environment);
        }
    }

    private void checkGates(String path, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            if (!gates.containsKey(names.get(i))) {
                missing(path + "[" + i + "]", "gate", names.get(i), gates.keySet());
            }
        }
    }

    private void checkProbes(String path, Stage stage, @Nullable Environment environment) {
        Set<String> known =
                environment == null ? Set.of() : environment.variables().keySet();
        for (String name : Set.copyOf(stage.verify())) {
            checkProbe(path + ".verify[" + stage.verify().indexOf(name) + "]", name, known);
        }
        for (String name : Set.copyOf(stage.gates())) {
            checkProbe(path + ".gates[" + stage.gates().indexOf(name) + "]", name, known);
        }
    }

    private void checkProbe(String path, String gate, Set<String> known) {
        if (gates.containsKey(gate)
                && gates.get(gate).checks().stream().findFirst().orElse(null) instanceof GateCheck.Probe probe) {
            Placeholders.in(probe.url()).stream()
                    .filter(name -> !known.contains(name))
                    .forEach(name -> add(
                            path,
                            "the probe '" + gate + "' needs {{" + name
                                    + "}}, which the stage's environment does not have",
                            "add it to the environment's variables"));
        }
    }

    void checkReleaseTypes(Map<String, ReleaseRules> rules, List<Stage> stages) {
        Set<String> names = stages.stream().map(Stage::name).collect(Collectors.toSet());
        rules.forEach((type, rule) -> {
            String path = "releaseTypes." + type;
            for (String skip : rule.skip()) {
                String stage = skip.endsWith(".soak") ? skip.substring(0, skip.length() - ".soak".length()) : skip;
                if (!names.contains(stage)) {
                    missing(path + ".skip", "stage", skip, names);
                }
            }
            rule.approvals().keySet().stream()
                    .filter(stage -> !names.contains(stage))
                    .forEach(stage -> missing(path + ".approvals." + stage, "stage", stage, names));
            if (!names.isEmpty() && rule.skip().containsAll(names)) {
                add(path + ".skip", "every stage is skipped", "leave at least one");
            }
        });
    }

    private void missing(String path, String what, String name, Collection<String> known) {
        String remedy = Spelling.nearest(name, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElse(
                        known.isEmpty()
                                ? "there is none"
                                : "there are " + known.stream().sorted().collect(Collectors.joining(", ")));
        add(path, "there is no " + what + " '" + name + "'", remedy);
    }

    private void add(String path, String message, String remedy) {
        problems.add(Places.of(file, path), path, message, remedy);
    }
}
