package dev.slipway.gate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.slipway.events.AnalysisPlan;
import dev.slipway.events.BreachAction;
import dev.slipway.events.CanaryStep;
import dev.slipway.events.GateCheck;
import dev.slipway.events.MetricPlan;
import dev.slipway.events.NotifyRoute;
import dev.slipway.events.ReleaseType;
import dev.slipway.events.RollbackPlan;
import dev.slipway.events.Target;
import dev.slipway.events.Threshold;
import dev.slipway.events.Threshold.Kind;
import dev.slipway.events.WatchPlan;
import dev.slipway.gate.pipeline.PipelineResult.Invalid;
import dev.slipway.gate.pipeline.PipelineResult.Loaded;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineReaderTest {
    private static final String FULL = """
            apiVersion: slipway.dev/v1
            application: shop
            versioning: calver
            components:
              api:
                kind: kubernetes
                image: registry.example:5000/shop/api
                deployment: shop-api
                container: main
                service: shop-svc
                route: shop
                metrics: {port: 9090, path: /prometheus}
              worker: {image: shop/worker}
            environments:
              live:
                namespace: shop-live
                variables: {url: "https://${host}/api", region: eu-1}
            triggers: [{tag: 'v*'}, {merge: main}, {manual: true}]
            releaseTypes:
              minor:
              hotfix: {skip: [check, live.soak], justify: required}
              major:
                approvals: {live: {roles: [release-manager, security], each: 1, expires: 1d}}
            gates:
              tests: {when: "tests.failed == 0", onFail: {review: qa}}
              up: {probe: {http: "{{url}}/health", expect: 204, within: 1m, every: 500ms}}
              word: {approval: {roles: [a, b], count: 2}}
            stages:
              - name: check
                within: 15m
                gates: [tests]
              - name: live
                environment: live
                gates: [word]
                verify: [up]
                soak: 1h30m
                keepOld: 72h
                rollout:
                  readyWithin: 3m
                  canary:
                    when: release.type in ['minor', 'major']
                    steps: [{weight: 10, hold: 24h}, {weight: 50%}]
                    interval: 10s
                    minSamples: 50
                    failureLimit: 2
                    inconclusiveLimit: 3
                    metrics:
                      error-rate: {max: 1 %, maxIncrease: 0.1%}
                      latency-p99: {max: 300ms, maxIncrease: 10%, onBreach: pause}
                      availability: {min: 0.999}
                watch: {for: 15m, metrics: {error-rate: {max: 5%}}}
            rollback: {strategy: staged, steps: [50, 10, 0]}
            notify:
              default: "slack:#releases"
              critical: ["webhook:ops", "slack:#incidents"]
              ReleaseCompleted: "webhook:ops"
            """;

    /** The smallest pipeline; tables below change one line of it. */
    static final String SMALL = """
            apiVersion: slipway.dev/v1
            application: shop
            components: {api: {image: shop/api}}
            environments: {live: {namespace: live}}
            gates: {unit: {when: tests.failed == 0}}
            stages: [{name: live, environment: live, gates: [unit]}]
            """;

    @Test
    void readsEverything() {
        Pipeline pipeline = loaded(FULL, Map.of("host", "shop.example"));
        AnalysisPlan analysis = new AnalysisPlan(
                Duration.ofSeconds(10),
                50,
                2,
                3,
                List.of(
                        new MetricPlan(
                                "error-rate",
                                List.of(new Threshold(Kind.MAX, 0.01), new Threshold(Kind.MAX_INCREASE, 0.001)),
                                BreachAction.ROLLBACK),
                        new MetricPlan(
                                "latency-p99",
                                List.of(new Threshold(Kind.MAX, 0.3), new Threshold(Kind.MAX_INCREASE_RELATIVE, 0.1)),
                                BreachAction.PAUSE),
                        new MetricPlan(
                                "availability", List.of(new Threshold(Kind.MIN, 0.999)), BreachAction.ROLLBACK)));
        AnalysisPlan guard = new AnalysisPlan(
                Duration.ofSeconds(30),
                20,
                0,
                5,
                List.of(new MetricPlan("error-rate", List.of(new Threshold(Kind.MAX, 0.05)), BreachAction.ROLLBACK)));
        List<String> critical = List.of(
                "DeploymentFailed",
                "CanaryPaused",
                "RollbackTriggered",
                "RollbackFailed",
                "RollbackCompleted",
                "ReleaseStopped");

        assertThat(pipeline)
                .isEqualTo(new Pipeline(
                        pipeline.revision(),
                        "shop",
                        Versioning.CALVER,
                        List.of(
                                new Component(
                                        "api",
                                        "registry.example:5000/shop/api",
                                        new Target.Kubernetes(
                                                "shop-api", "main", "shop-svc", "shop", 9090, "/prometheus")),
                                new Component(
                                        "worker",
                                        "shop/worker",
                                        new Target.Kubernetes("worker", "worker", "worker", null, 8080, "/metrics"))),
                        Map.of(
                                "live",
                                new Environment(
                                        "live",
                                        "shop-live",
                                        Map.of("url", "https://shop.example/api", "region", "eu-1"))),
                        List.of(new Trigger.Tag("v*"), new Trigger.Merge("main"), new Trigger.Manual()),
                        Map.of(
                                ReleaseType.MINOR,
                                ReleaseRules.NONE,
                                ReleaseType.HOTFIX,
                                new ReleaseRules(Set.of("check", "live.soak"), Map.of(), true),
                                ReleaseType.MAJOR,
                                new ReleaseRules(
                                        Set.of(),
                                        Map.of(
                                                "live",
                                                new ApprovalRule(List.of(
                                                        new GateCheck.Approval(
                                                                List.of("release-manager"), 1, Duration.ofDays(1)),
                                                        new GateCheck.Approval(
                                                                List.of("security"), 1, Duration.ofDays(1))))),
                                        false)),
                        Map.of(
                                "tests",
                                new Gate("tests", List.of(new GateCheck.Condition("tests.failed == 0")), "review:qa"),
                                "up",
                                new Gate(
                                        "up",
                                        List.of(new GateCheck.Probe(
                                                "{{url}}/health", 204, Duration.ofMinutes(1), Duration.ofMillis(500))),
                                        "block"),
                                "word",
                                new Gate("word", List.of(new GateCheck.Approval(List.of("a", "b"), 2, null)), "block")),
                        List.of(
                                new Stage(
                                        "check",
                                        null,
                                        Duration.ofMinutes(15),
                                        List.of("tests"),
                                        List.of(),
                                        Duration.ZERO,
                                        null,
                                        Duration.ZERO,
                                        null),
                                new Stage(
                                        "live",
                                        "live",
                                        null,
                                        List.of("word"),
                                        List.of("up"),
                                        Duration.ofMinutes(90),
                                        new Rollout.Canary(
                                                Duration.ofMinutes(3),
                                                "release.type in ['minor', 'major']",
                                                List.of(
                                                        new CanaryStep(10, Duration.ofHours(24)),
                                                        new CanaryStep(50, Duration.ZERO)),
                                                analysis),
                                        Duration.ofHours(72),
                                        new WatchPlan(Duration.ofMinutes(15), guard))),
                        new RollbackPlan(List.of(50, 10, 0)),
                        List.of(
                                new NotifyRoute("slack:#releases", List.of()),
                                new NotifyRoute(
                                        "webhook:ops",
                                        java.util.stream.Stream.concat(
                                                        critical.stream(),
                                                        java.util.stream.Stream.of("ReleaseCompleted"))
                                                .toList()),
                                new NotifyRoute("slack:#incidents", critical))));
        assertThat(pipeline.revision()).matches("sha256:[0-9a-f]{64}");
    }

    @Test
    void theSmallestPipelineHasEveryReleaseTypeAndAPersonsRequest() {
        Pipeline pipeline = loaded(SMALL, Map.of());
        assertThat(pipeline.releaseTypes()).containsOnlyKeys(ReleaseType.values());
        assertThat(pipeline.triggers()).containsExactly(new Trigger.Manual());
        assertThat(pipeline.rollback()).isEqualTo(RollbackPlan.IMMEDIATE);
        assertThat(pipeline.stages().getFirst().rollout()).isEqualTo(new Rollout.Rolling(Duration.ofMinutes(5)));
    }

    @Test
    void aCommentIsNoNewRevisionAndAVariablesValueIs() {
        String file = SMALL.replace("shop/api", "\"${image:shop/api}\"");
        String plain = loaded(file, Map.of()).revision();
        assertThat(loaded("# why\n" + file, Map.of()).revision()).isEqualTo(plain);
        assertThat(loaded(file, Map.of("image", "shop/other")).revision()).isNotEqualTo(plain);
    }

    static Arguments[] variables() {
        return new Arguments[] {
            arguments("${image}", "shop/x"),
            arguments("${registry:registry.example}/shop/x", "registry.example/shop/x"),
            arguments("a/${image}/${image}", "a/shop/x/shop/x"),
            arguments("${none:}x", "x"),
            arguments("$${image}", "${image}"),
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("variables")
    void putsVariablesIn(String text, String image) {
        Pipeline pipeline = loaded(SMALL.replace("shop/api", "\"" + text + "\""), Map.of("image", "shop/x"));
        assertThat(pipeline.components().getFirst().image()).isEqualTo(image);
    }

    @Test
    void aVariableCanBeANumberButNeverStructure() {
        String file = SMALL.replace("{image: shop/api}", "{image: shop/api, metrics: {port: \"${port}\"}}");
        assertThat(loaded(file, Map.of("port", "9090")).components().getFirst().target())
                .isEqualTo(new Target.Kubernetes("api", "api", "api", null, 9090, "/metrics"));
        assertThat(problems(file, Map.of("port", "9090}, kind: {x: 1")))
                .containsExactly(
                        "3:53 components.api.metrics.port: is the text '9090}, kind: {x: 1', not a whole number from 1 to"
                                + " 65535: write it like 8080");
    }

    static Arguments[] wrong() {
        return new Arguments[] {
            arguments("gates: {unit", "gatez: {unit", "5:1 gatez: unknown key 'gatez': did you mean 'gates'?"),
            arguments("name: live,", "nmae: live,", "6:10 stages[0]: 'name' is missing: add it, like name: production"),
            arguments(
                    "gates: [unit]",
                    "gatse: [unit]",
                    "6:42 stages[0].gatse: unknown key 'gatse': did you mean 'gates'?"),
            arguments(
                    "gates: [unit]",
                    "gates: [unti]",
                    "6:50 stages[0].gates[0]: there is no gate 'unti': did you mean 'unit'?"),
            arguments(
                    "environment: live",
                    "environment: lvie-2",
                    "6:36 stages[0].environment: there is no environment 'lvie-2': there are live"),
            arguments(
                    "slipway.dev/v1",
                    "slipway.dev/v2",
                    "1:13 apiVersion: is the text 'slipway.dev/v2', not one of slipway.dev/v1"),
            arguments("application: shop", "application: Shop_1", "2:14 application: is the text 'Shop_1', not a name"),
            arguments("application: shop", "application: 12", "2:14 application: is '12', not a text"),
            arguments("application: shop\n", "", "1:1 : 'application' is missing: add it, like application: shop"),
            arguments(
                    "application: shop",
                    "application: shop\napplication: two",
                    "3:1 application: 'application' is already on line 2"),
            arguments(
                    "{image: shop/api}",
                    "{image: \"shop/api:v1\"}",
                    "3:27 components.api.image: 'shop/api:v1' has a tag or a digest"),
            arguments(
                    "{image: shop/api}",
                    "{kind: ecs, image: shop/api}",
                    "components.api.kind: the kind 'ecs' is not supported yet: use kubernetes"),
            arguments(
                    "{image: shop/api}",
                    "{kind: vm, image: shop/api}",
                    "components.api.kind: the kind 'vm' is not known"),
            arguments(
                    "{image: shop/api}",
                    "{image: shop/api, metrics: {port: 70000}}",
                    "is '70000', not a whole number from 1 to 65535"),
            arguments("{api: {image: shop/api}}", "{}", "3:13 components: there is no component"),
            arguments("{api: {image: shop/api}}", "[api]", "3:13 components: is a list, not a mapping of names"),
            arguments("{api: ", "{Api!: ", "3:14 components.Api!: 'Api!' is no name"),
            arguments("when: tests.failed == 0", "when: \"tests.failed = 0\"", "5:"),
            arguments(
                    "{when: tests.failed == 0}",
                    "{when: \"release.tpye == 'x'\"}",
                    "5:23 gates.unit.when: the condition is not valid CEL: undeclared reference to 'release'"),
            arguments(
                    "when: tests.failed == 0",
                    "when: covrage.line > 0",
                    "5:22 gates.unit.when: the condition is not valid CEL: no report"),
            arguments("{when: tests.failed == 0}", "{}", "5:15 gates.unit: the gate asks for nothing"),
            arguments(
                    "{when: tests.failed == 0}",
                    "{when: tests.failed == 0, approval: {roles: [a]}}",
                    "gates.unit: the gate asks for 2 things"),
            arguments(
                    "{when: tests.failed == 0}",
                    "{window: weekdays}",
                    "gates.unit: a gate of 'window' is not supported yet"),
            arguments(
                    "{when: tests.failed == 0}",
                    "{approval: {roles: []}}",
                    "5:34 gates.unit.approval.roles: there is no role"),
            arguments(
                    "{when: tests.failed == 0}",
                    "{approval: {roles: [a], count: 0}}",
                    "is '0', not a whole number from 1 to 50"),
            arguments(
                    "{when: tests.failed == 0}",
                    "{approval: {roles: [a], count: 1, each: 1}}",
                    "both 'count' and 'each' are given"),
            arguments(
                    "{when: tests.failed == 0}",
                    "{when: tests.failed == 0, onFail: ignore}",
                    "onFail: is the text 'ignore', not one of block"),
            arguments(
                    "{when: tests.failed == 0}",
                    "{probe: {http: ftp://x}}",
                    "gates.unit.probe.http: 'ftp://x' is no URL"),
            arguments(
                    "{when: tests.failed == 0}",
                    "{probe: {http: 'http://x', every: 5m}}",
                    "it is tried every 300 s, within only 120 s"),
            arguments(
                    "{when: tests.failed == 0}",
                    "{probe: {http: '{{url}}/up'}}",
                    "6:50 stages[0].gates[0]: the probe 'unit' needs {{url}}"),
            arguments(
                    "gates: [unit]",
                    "soak: 2",
                    "6:48 stages[0].soak: is '2', not a duration with its unit (ms, s, m, h, d): write it like 2h"),
            arguments(
                    "gates: [unit]",
                    "within: 0s",
                    "stages[0].within: is the text '0s', not a duration of more than zero"),
            arguments(
                    "gates: [unit]",
                    "rollout: blue-green",
                    "stages[0].rollout: is the text 'blue-green', not one of rolling"),
            arguments(
                    "environment: live, gates: [unit]",
                    "soak: 2h",
                    "the stage 'live' has no environment: add environment, or remove soak"),
            arguments("gates: [unit]}", "gates: [unit]}, {name: live}", "stages[1].name: two stages are named 'live'"),
            arguments("[{name: live, environment: live, gates: [unit]}]", "[]", "6:9 stages: there is no stage"),
            arguments("gates: [unit]", canary("steps: []"), "canary.steps: the canary has no step"),
            arguments("gates: [unit]", canary("steps: [{weight: 0}]"), "is '0', not a whole number from 1 to 100"),
            arguments("gates: [unit]", canary("steps: [{weight: 120%}]"), "not a whole number from 1 to 100"),
            arguments(
                    "gates: [unit]", canary("steps: [{weight: 50}, {weight: 10}]"), "the weight 10 does not follow 50"),
            arguments(
                    "gates: [unit]",
                    canary("steps: [{weight: 5}], when: tests.failed == 0"),
                    "asks for 'tests.failed', which nobody knows"),
            arguments("gates: [unit]", "rollout: {canary: {steps: [{weight: 5}]}}", "'metrics' is missing"),
            arguments("gates: [unit]", metrics("{}"), "nothing is measured"),
            arguments("gates: [unit]", metrics("{cpu: {max: 1%}}"), "the metric 'cpu' is not supported yet"),
            arguments("gates: [unit]", metrics("{error-rate: {}}"), "the metric 'error-rate' has no threshold"),
            arguments(
                    "gates: [unit]",
                    metrics("{error-rate: {max: 5}}"),
                    "is '5', not a percentage, or a share from 0 to 1"),
            arguments("gates: [unit]", metrics("{latency-p99: {max: 5%}}"), "not a duration with its unit"),
            arguments("gates: [unit]", metrics("{error-rate: {max: 5%, onBreach: cry}}"), "not one of rollback, pause"),
            arguments(
                    "gates: {",
                    "releaseTypes: {huge: {}}\ngates: {",
                    "5:22 releaseTypes.huge: there is no release type 'huge'"),
            arguments("gates: {", "releaseTypes: {}\ngates: {", "there is no release type: name those"),
            arguments(
                    "gates: {",
                    "releaseTypes: {patch: {skip: [live.saok]}}\ngates: {",
                    "there is no stage 'live.saok'"),
            arguments("gates: {", "releaseTypes: {patch: {skip: [live]}}\ngates: {", "every stage is skipped"),
            arguments(
                    "gates: {",
                    "releaseTypes: {patch: {approvals: {prod: {roles: [a]}}}}\ngates: {",
                    "there is no stage 'prod'"),
            arguments(
                    "gates: {",
                    "triggers: [{manual: false}]\ngates: {",
                    "5:12 triggers[0]: a trigger is exactly one of"),
            arguments("gates: {", "rollback: {strategy: staged}\ngates: {", "'staged' with the steps [] is not clear"),
            arguments("gates: {", "rollback: {strategy: staged, steps: [10, 50, 0]}\ngates: {", "is not clear"),
            arguments(
                    "gates: {",
                    "rollback: {steps: [10, 0]}\ngates: {",
                    "'immediate' with the steps [10, 0] is not clear"),
            arguments(
                    "gates: {",
                    "notify: {critcal: 'slack:#a'}\ngates: {",
                    "5:10 notify.critcal: unknown key 'critcal': did you mean 'critical'?"),
            arguments(
                    "gates: {",
                    "notify: {default: 'pagerduty:x'}\ngates: {",
                    "channels of kind 'pagerduty' are not supported yet"),
            arguments("gates: {", "notify: {default: '#a'}\ngates: {", "'#a' is no channel"),
            arguments(
                    "shop/api",
                    "\"${reg}/api\"",
                    "3:27 components.api.image: the variable 'reg' is not set; 'ref' is set"),
        };
    }

    private static String canary(String steps) {
        return "rollout: {canary: {" + steps + ", metrics: {error-rate: {max: 1%}}}}";
    }

    private static String metrics(String metrics) {
        return "rollout: {canary: {steps: [{weight: 5}], metrics: " + metrics + "}}";
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrong")
    void saysWhatIsWrongAndWhere(String line, String change, String problem) {
        assertThat(SMALL).contains(line);
        assertThat(problems(SMALL.replace(line, change), Map.of("ref", "x")))
                .anySatisfy(said -> assertThat(said).contains(problem));
    }

    static Arguments[] unreadable() {
        return new Arguments[] {
            arguments("", "1:1 : the file is empty"),
            arguments("[a, b]", "1:1 : the file is not a mapping"),
            arguments("a: [1, 2\nb: 3", "2:2 : not YAML"),
            arguments("a:\n\t- b", "2:1 : not YAML"),
            arguments("a: *unknown", "1:4 : not YAML"),
            arguments("a: 1\n---\nb: 2", "2:1 : not YAML"),
            arguments("a: !!javax.script.ScriptEngineManager [x]", "1:4 : not YAML: Global tag is not allowed"),
            arguments("? [1]\n: 2", "1:3 : a key is a list or a mapping"),
            arguments("a: " + "[".repeat(60), "1:1 : not readable as YAML: Nesting Depth exceeded max 50"),
            arguments("a: " + "x".repeat(300_000), "1:1 : not readable as YAML"),
            arguments(billionLaughs(9), "1:1 : not readable as YAML: Number of aliases"),
            arguments(
                    billionLaughs(2).replace("\"lol\"", "\"l\", ".repeat(2_000) + "\"l\""),
                    "aliases make the file larger than"),
            arguments("a: &a [*a]", "1:1 : aliases make the file larger than 20000 values or deeper than 50"),
        };
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("unreadable")
    void refusesWhatIsNoPipelineAtAll(String yaml, String problem) {
        assertThat(problems(yaml, Map.of())).anySatisfy(said -> assertThat(said).contains(problem));
    }

    @Test
    void tellsEverythingAtOnceInTheFilesOrder() {
        String file = SMALL.replace("shop\n", "Shop\n")
                .replace("tests.failed == 0", "tests.failed ==")
                .replace("live, gates", "none, gates");
        assertThat(PipelineReader.read("shop.yaml", file, Map.of())).isInstanceOfSatisfying(Invalid.class, invalid -> {
            assertThat(invalid.problems()).extracting(Problem::line).containsExactly(2, 5, 6);
            assertThat(invalid.problems().getLast())
                    .hasToString(
                            "shop.yaml:6:36: stages[0].environment: there is no environment 'none': there are live");
        });
    }

    @Test
    void theRestOfAFoldedConditionHasItsLine() {
        String file = SMALL.replace(
                "gates: {unit: {when: tests.failed == 0}}",
                "gates:\n  unit:\n    when: |\n      tests.failed == 0 &&\n      release.tpye == ''");
        assertThat(problems(file, Map.of())).singleElement().asString().startsWith("9:");
    }

    private static String billionLaughs(int levels) {
        StringBuilder yaml = new StringBuilder("a0: &a0 [\"lol\"]\n");
        for (int i = 1; i <= levels; i++) {
            yaml.append("a").append(i).append(": &a").append(i).append(" [");
            yaml.append(("*a" + (i - 1) + ", ").repeat(8))
                    .append("*a")
                    .append(i - 1)
                    .append("]\n");
        }
        return yaml.toString();
    }

    private static Pipeline loaded(String yaml, Map<String, String> variables) {
        return switch (PipelineReader.read("shop.yaml", yaml, variables)) {
            case Loaded loaded -> loaded.pipeline();
            case Invalid invalid -> throw new AssertionError(invalid.problems().toString());
        };
    }

    private static List<String> problems(String yaml, Map<String, String> variables) {
        return switch (PipelineReader.read("shop.yaml", yaml, variables)) {
            case Loaded loaded -> throw new AssertionError("no problem found: " + loaded.pipeline());
            case Invalid invalid ->
                invalid.problems().stream()
                        .map(problem -> problem.line() + ":" + problem.column() + " " + problem.path() + ": "
                                + problem.message() + ": " + problem.remedy())
                        .toList();
        };
    }
}
