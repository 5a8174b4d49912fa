package dev.slipway.gate.pipeline;

import dev.slipway.events.NotifyRoute;
import dev.slipway.events.ReleaseType;
import dev.slipway.events.RollbackPlan;
import dev.slipway.gate.pipeline.PipelineResult.Invalid;
import dev.slipway.gate.pipeline.PipelineResult.Loaded;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads pipeline files, format {@code slipway.dev/v1}. The same format is published as a JSON schema; tests hold the two
 * together. The schema is not used here: this reader knows lines, references and CEL, and needs no validator to start.
 */
public final class PipelineReader {
    private static final String API_VERSION = "slipway.dev/v1";

    private PipelineReader() {}

    /**
     * @param fileName for the problems' sake
     * @param variables values for {@code ${name}} in the file's texts
     */
    public static PipelineResult read(String fileName, String yaml, Map<String, String> variables) {
        Problems problems = new Problems(fileName);
        Yaml tree = new YamlReader(problems, new Variables(variables)).read(yaml);
        if (tree == null) {
            return new Invalid(problems.inOrder());
        }
        if (!(tree instanceof Yaml.Mapping mapping)) {
            problems.add(tree.at(), "", "the file is not a mapping", "begin with apiVersion: " + API_VERSION);
            return new Invalid(problems.inOrder());
        }
        Pipeline pipeline = read(mapping, problems);
        return problems.isEmpty() ? new Loaded(pipeline) : new Invalid(problems.inOrder());
    }

    private static Pipeline read(Yaml.Mapping mapping, Problems problems) {
        try (Fields fields = new Fields(mapping, "", problems)) {
            fields.required("apiVersion", API_VERSION, API_VERSION, v -> v.oneOf(List.of(API_VERSION)));
            String application = fields.required("application", "shop", "?", v -> v.name("shop"));
            Versioning versioning = fields.optional("versioning", Versioning.SEMVER, PipelineReader::versioning);
            List<Component> components = fields.required(
                    "components", "{api: {image: registry.example/api}}", List.of(), ComponentSection::components);
            Map<String, Environment> environments =
                    fields.optional("environments", Map.of(), PipelineReader::environments);
            List<Trigger> triggers =
                    fields.optional("triggers", List.of(new Trigger.Manual()), PipelineReader::triggers);
            Map<ReleaseType, ReleaseRules> types =
                    fields.optional("releaseTypes", ReleaseTypeSection.all(), ReleaseTypeSection::read);
            Map<String, Gate> gates = fields.optional("gates", Map.of(), PipelineReader::gates);
            List<Stage> stages = fields.required("stages", "[{name: production}]", List.of(), StageSection::stages);
            RollbackPlan rollback = fields.optional("rollback", RollbackPlan.IMMEDIATE, PipelineReader::rollback);
            List<NotifyRoute> notify = fields.optional("notify", List.of(), NotifySection::routes);

            References references = new References(mapping, problems, environments, gates);
            references.checkStages(stages);
            Map<String, ReleaseRules> byLabel = new LinkedHashMap<>();
            types.forEach((type, rules) -> byLabel.put(type.label(), rules));
            references.checkReleaseTypes(byLabel, stages);
            return new Pipeline(
                    revision(mapping),
                    application,
                    versioning,
                    components,
                    environments,
                    triggers,
                    types,
                    gates,
                    stages,
                    rollback,
                    notify);
        }
    }

    private static Versioning versioning(Value value) {
        return value.oneOf(List.of("semver", "calver")).equals("calver") ? Versioning.CALVER : Versioning.SEMVER;
    }

    private static Map<String, Environment> environments(Value section) {
        Map<String, Environment> environments = new LinkedHashMap<>();
        section.named("staging: {namespace: shop-staging}")
                .forEach((name, value) -> environments.put(name, ComponentSection.environment(name, value)));
        return environments;
    }

    private static Map<String, Gate> gates(Value section) {
        Map<String, Gate> gates = new LinkedHashMap<>();
        section.named("unit-tests: {when: \"tests.failed == 0\"}")
                .forEach((name, value) -> gates.put(name, GateSection.gate(name, value)));
        return gates;
    }

    private static List<Trigger> triggers(Value section) {
        List<Trigger> triggers = new ArrayList<>();
        for (Value item : section.items("[{tag: 'v*'}, {manual: true}]")) {
            int before = triggers.size();
            try (Fields fields = item.fields("{tag: 'v*'}")) {
                fields.optional("tag", null, v -> triggers.add(new Trigger.Tag(v.text("'v*'"))));
                fields.optional("merge", null, v -> triggers.add(new Trigger.Merge(v.text("main"))));
                fields.optional("manual", null, v -> v.bool() && triggers.add(new Trigger.Manual()));
                if (triggers.size() != before + 1) {
                    fields.problem("a trigger is exactly one of tag, merge and manual", "write it like {tag: 'v*'}");
                }
            }
        }
        return triggers;
    }

    private static RollbackPlan rollback(Value section) {
        try (Fields fields = section.fields("{strategy: staged, steps: [50, 10, 0]}")) {
            String strategy = fields.optional("strategy", "immediate", v -> v.oneOf(List.of("immediate", "staged")));
            List<Integer> steps = fields.optional(
                    "steps",
                    List.of(),
                    v -> v.items("[50, 10, 0]").stream()
                            .map(step -> step.integer(0, 99, "50"))
                            .toList());
            boolean falls = true;
            for (int i = 1; i < steps.size(); i++) {
                falls &= steps.get(i) < steps.get(i - 1);
            }
            if (strategy.equals("staged") == steps.isEmpty() || !falls || (!steps.isEmpty() && steps.getLast() != 0)) {
                fields.problem(
                        "'" + strategy + "' with the steps " + steps + " is not clear",
                        "staged has weights that fall to 0, like [50, 10, 0]; immediate has none");
            }
            return new RollbackPlan(steps);
        }
    }

    /** Of the tree, so that a variable's other value is another revision and a comment is not. */
    private static String revision(Yaml.Mapping mapping) {
        try {
            StringBuilder text = new StringBuilder();
            Canonical.write(mapping, text);
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
