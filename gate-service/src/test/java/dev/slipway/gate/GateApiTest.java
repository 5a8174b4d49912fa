package dev.slipway.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.EvidenceRecorded;
import dev.slipway.events.ReleaseRequested;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** The API with everything that is sent to it wrongly, twice, too early, or by somebody who may not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateApiTest {
    private static final String EVIDENCE = "/v1/applications/shop/commits/%s/evidence/%s";
    private static final String PASSED = "<testsuite name=\"all\" tests=\"10\" failures=\"0\" errors=\"0\"/>";

    @SuppressWarnings("NullAway.Init") // before all tests
    private World world;

    @SuppressWarnings("NullAway.Init") // before all tests
    private ConfigurableApplicationContext service;

    @SuppressWarnings("NullAway.Init") // before all tests
    private Api api;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        world = new World(folder);
        service = world.service();
        api = world.api(service);
        assertThat(api.put("ops", "/v1/pipelines", GateServiceTest.pipeline(), YAML)
                        .status())
                .isEqualTo(200);
    }

    private static final Map<String, String> YAML = Map.of("Content-Type", "application/yaml");

    @AfterAll
    void stop() {
        service.close();
        world.close();
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/pipelines",
        "GET, /v1/pipelines",
        "POST, /v1/releases",
        "GET, /v1/releases",
        "POST, /v1/releases/shop-v1.0.0/approvals",
        "PUT, /v1/applications/shop/commits/c0ffee1/evidence/tests",
        "POST, /v1/cdevents",
        "GET, /actuator/health"
    })
    void nothingIsAnsweredWithoutACredential(String method, String path) {
        Api.Answer nobody = api.send(null, method, path, "", Map.of());
        Api.Answer stranger = api.send("stranger", method, path, "", Map.of());

        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.text("code")).isEqualTo("no-credential");
        assertThat(stranger.status()).isEqualTo(401);
    }

    @Test
    void itSaysHowItIsAndWhatItCounts() {
        assertThat(api.get("audrey", "/actuator/health").text("status")).isEqualTo("UP");
        assertThat(api.get("audrey", "/actuator/prometheus").body()).contains("http_server_requests");
    }

    @ParameterizedTest
    @CsvSource({
        "audrey, PUT, /v1/pipelines, text/plain, a",
        "rita, POST, /v1/releases, application/json, {}",
        "ci, POST, /v1/releases/shop-v1.0.0/abort, application/json, {}",
        "ops, POST, /v1/applications/shop/rollback, application/json, {}",
        "rita, PUT, /v1/applications/shop/commits/c0ffee1/evidence/tests, application/json, {}",
        "erin, POST, /v1/cdevents, application/json, {}"
    })
    void whoLacksTheRoleIsRefusedBeforeAnythingIsRead(
            String person, String method, String path, String type, String body) {
        Api.Answer answer = api.send(person, method, path, body, Map.of("Content-Type", type));

        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
        assertThat(answer.text("code")).isEqualTo("missing-role");
    }

    @Test
    void aWrongPipelineIsRefusedWithEveryProblemAndItsPlace() throws IOException {
        String yaml = GateServiceTest.pipeline()
                .replace("soak: 500ms", "soack: 500ms")
                .replace("tests.total > 0", "tests.totl > 0 &&");

        Api.Answer answer = api.put("ops", "/v1/pipelines?file=shop.yaml", yaml, YAML);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("problems").size()).isEqualTo(2);
        assertThat(answer.json().path("problems").valueStream())
                .allSatisfy(problem ->
                        assertThat(problem.propertyNames()).contains("line", "column", "path", "message", "remedy"));
        assertThat(answer.body()).contains("soack").contains("stages[1]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application: [shop      | 2 | not YAML",
                "''                      | 1 | the file is empty",
                "- a list                | 1 | the file is not a mapping",
                "&a [*a, *a]             | 1 | aliases make the file larger",
                "application: !!java.net.URL [x] | 1 | Global tag is not allowed"
            })
    void whatIsNoPipelineIsRefusedWithItsPlace(String yaml, int line, String message) {
        Api.Answer answer = api.put("ops", "/v1/pipelines?file=shop.yaml", yaml + "\n", YAML);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.text("code")).isEqualTo("invalid-pipeline");
        var problem = answer.json().path("problems").path(0);
        assertThat(problem.path("line").asInt(0)).as(answer.body()).isEqualTo(line);
        assertThat(problem.path("message").asString("")).contains(message);
    }

    @Test
    void aPipelineThatIsAppliedAgainHasNotChanged() throws IOException {
        Api.Answer again = api.put("ops", "/v1/pipelines", GateServiceTest.pipeline(), YAML);

        assertThat(again.json().path("changed").asBoolean(true)).isFalse();
        assertThat(api.get("audrey", "/v1/pipelines").body()).contains(again.text("revision"));
        assertThat(api.get("audrey", "/v1/pipelines/shop").text("yaml")).isEqualTo(GateServiceTest.pipeline());
        assertThat(api.get("audrey", "/v1/pipelines/shoop").text("code")).isEqualTo("unknown-application");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                | 400 | invalid-application | application | ",
                "{'application': 'shop'}                                           | 400 | invalid-version | version | ",
                "{'application': 'shop', 'version': '1.2'}                         | 400 | invalid-version | version | 1.2",
                "{'application': 'shop', 'version': 'v9.0.0'}                      | 400 | invalid-commit | commit | ",
                "{'application': 'shop', 'version': 'v9.0.0', 'commit': 'HEAD'}    | 400 | invalid-commit | commit | HEAD",
                "{'application': 'shop', 'version': 'v9.0.0', 'commit': 'c0ffee1', 'type': 'huge'} | 400 | invalid-type | type | huge",
                "{'application': 'shop', 'version': 'v9.0.0', 'commit': 'c0ffee1', 'artifacts': [null]} | 400 | invalid-artifacts | artifacts | ",
                "{'application': 'shop', 'version': 'v9.0.0', 'commit': 'c0ffee1', 'artifacts': [{'component': 'web', 'reference': 'a', 'digest': 'md5:1'}]} | 400 | invalid-artifacts | artifacts | web=a@md5:1",
                "{'application': 'shop', 'version': 'v9.0.0', 'commit': 'c0ffee1', 'artifacts': [{'component': 'db', 'reference': 'a', 'digest': 'sha256:DIGEST'}]} | 422 | unknown-component | artifacts.component | db",
                "{'application': 'shoop', 'version': 'v9.0.0', 'commit': 'c0ffee1'} | 404 | unknown-application | application | shoop",
                "{'application': 'shop', 'version': 'v9.0.0', 'commit': 'c0ffee1', 'type': 'hotfix'} | 422 | invalid-type | type | hotfix",
                "{'application': 'shop', 'version': 'v2026.11.21-0a1b2c3', 'commit': 'c0ffee1'} | 422 | invalid-version | version | v2026.11.21-0a1b2c3",
                "[                                                                 | 400 | invalid-body | body | ",
                "null                                                              | 400 | invalid-body | body | "
            })
    void aWrongRequestNamesTheFieldTheValueAndTheRemedy(
            String body, int status, String code, String field, @Nullable String value) {
        Api.Answer answer =
                api.post("erin", "/v1/releases", body.replace('\'', '"').replace("DIGEST", "a".repeat(64)));

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(code);
        assertThat(answer.text("detail")).isNotBlank();
        assertThat(answer.text("field")).isEqualTo(field);
        assertThat(answer.text("value")).isEqualTo(value == null ? "" : value);
        assertThat(answer.text("remedy")).isNotBlank();
    }

    @Test
    void aVersionThatExistsIsRefusedAndAReleaseThatDoesNotIsNotFound() {
        request("v2.0.0", "1111111");

        Api.Answer again = api.post("both", "/v1/releases", GateServiceTest.requestBody("v2.0.0", "1111111"));

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("code")).isEqualTo("version-exists");
        assertThat(about(again)).isEqualTo("version v2.0.0");
        assertThat(api.get("erin", "/v1/releases/shop-v7.7.7").status()).isEqualTo(404);
        assertThat(approve("rita", "v7.7.7", "{\"verdict\": \"approve\"}").status())
                .isEqualTo(404);
        assertThat(api.get("erin", "/v1/releases?application=shop&active=true").body())
                .contains("\"id\":\"shop-v2.0.0\"")
                .doesNotContain("null");
    }

    @Test
    void aVersionIsTheSameWithItsVAndWithoutIt() {
        request("v2.1.0", "1212121");

        Api.Answer bare = api.post("both", "/v1/releases", GateServiceTest.requestBody("2.1.0", "1212121"));

        assertThat(bare.status()).as(bare.body()).isEqualTo(409);
        assertThat(bare.text("code")).isEqualTo("version-exists");
        assertThat(bare.text("detail")).startsWith("version v2.1.0 of shop was requested by erin");
        assertThat(about(bare)).isEqualTo("version 2.1.0");
        assertThat(cdevent("change.merged.0.2.0", "\"a\": 1", ", \"version\": \"2.1.0\", \"branch\": \"main\"")
                        .text("release"))
                .isEqualTo("shop-v2.1.0");
        assertThat(api.get("erin", "/v1/releases/shop-2.1.0").status()).isEqualTo(404);
    }

    @Test
    void anApplicationWhoseNameCouldBeReadAsAVersionIsRefused() throws IOException {
        String yaml = GateServiceTest.pipeline().replace("application: shop", "application: shop-1.0.0");

        Api.Answer answer = api.put("ops", "/v1/pipelines", yaml, YAML);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().path("problems").path(0).path("path").asString(""))
                .isEqualTo("application");
        assertThat(answer.text("detail")).contains("shop-1.0.0");
    }

    /** The field that a refusal names, and its value. */
    private static String about(Api.Answer refusal) {
        return refusal.text("field") + " " + refusal.text("value");
    }

    @Test
    void evidenceThatComesBeforeTheRequestJoinsIt() {
        Api.Answer before = api.put("ci", EVIDENCE.formatted("2222222", "tests"), PASSED, Map.of());
        assertThat(before.json().path("joined").size()).isZero();
        assertThat(before.text("format")).isEqualTo("junit");

        request("v2.0.1", "2222222");

        assertThat(world.await("v2.0.1", EvidenceRecorded.class, 1).facts()).containsEntry("tests.total", 10);
        Api.Answer again = api.put("ci", EVIDENCE.formatted("2222222", "tests"), PASSED, Map.of());
        assertThat(again.json().path("joined").path(0).asString("")).isEqualTo("shop-v2.0.1");
    }

    @Test
    void partsOfABuildAddUpAndAGreenOneDoesNotHideARedOne() {
        String version = "v2.2.0";
        String path = EVIDENCE.formatted("2323232", "tests") + "?part=";
        request(version, "2323232");

        api.put("ci", path + "api", PASSED.replace("failures=\"0\"", "failures=\"1\""), Map.of());
        Api.Answer web = api.put("ci", path + "web", PASSED, Map.of());

        assertThat(web.json().path("parts").toString()).isEqualTo("[\"api\",\"web\"]");
        assertThat(web.text("part")).isEqualTo("web");
        assertThat(world.await(version, EvidenceRecorded.class, 2).part()).isEqualTo("web");
        assertThat(checks(version).path("status").asString("")).isEqualTo("failed");
        assertThat(checks(version).path("why").asString("")).contains("tests.failed 1");

        api.put("ci", path + "api", PASSED, Map.of());

        await().atMost(World.SOON)
                .until(() -> checks(version).path("status").asString("").equals("passed"));
        assertThat(checks(version).path("why").asString("")).contains("tests.total 20");
    }

    private tools.jackson.databind.JsonNode checks(String version) {
        return api.get("erin", "/v1/releases/" + World.release(version))
                .json()
                .path("stages")
                .path(0)
                .path("gates")
                .path(0);
    }

    @Test
    void partsOfJsonMayNotContradictEachOther() {
        String path = EVIDENCE.formatted("3434343", "load") + "?part=";
        api.put("ci", path + "api", "{\"p95\": 120, \"rps\": 10}", Map.of());

        Api.Answer same = api.put("ci", path + "web", "{\"rps\": 10, \"users\": 5}", Map.of());
        Api.Answer other = api.put("ci", path + "cart", "{\"p95\": 90}", Map.of());
        Api.Answer nameless = api.put("ci", path, "{\"p95\": 90}", Map.of());

        assertThat(same.status()).as(same.body()).isEqualTo(200);
        assertThat(other.status()).as(other.body()).isEqualTo(409);
        assertThat(other.text("code")).isEqualTo("contradicting-parts");
        assertThat(other.text("detail")).isEqualTo("fact load.p95 is 90, but 120 in part 'api'");
        assertThat(about(other)).isEqualTo("part cart");
        assertThat(nameless.status()).isEqualTo(400);
        assertThat(nameless.text("code")).isEqualTo("invalid-part");
    }

    @Test
    void evidenceIsWhatItsBytesAreAndWhenItWasObserved() throws GeneralSecurityException {
        request("v2.0.2", "3333333");

        api.put("ci", EVIDENCE.formatted("3333333", "tests"), PASSED, Map.of("X-Observed-At", "2020-01-21T12:00:00Z"));

        EvidenceRecorded recorded = world.await("v2.0.2", EvidenceRecorded.class, 1);
        assertThat(recorded.observedAt()).hasToString("2020-01-21T12:00:00Z");
        assertThat(recorded.digest().value())
                .isEqualTo("sha256:"
                        + HexFormat.of()
                                .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                                        .digest(PASSED.getBytes(StandardCharsets.UTF_8))));
        assertThat(recorded.reportedBy()).hasToString("ci:ci");
    }

    @Test
    void evidenceThatIsTooLargeHostileOrNotWhatItSaysIsRefused() {
        String path = EVIDENCE.formatted("4444444", "tests");

        Api.Answer large = api.put("ci", path, "<testsuite>" + " ".repeat(100_000) + "</testsuite>", Map.of());
        Api.Answer hostile = api.put(
                "ci",
                path,
                "<!DOCTYPE t [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><testsuite name=\"&e;\"/>",
                Map.of());
        Api.Answer deep = api.put("ci", path, "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000), Map.of());
        Api.Answer other = api.put("ci", path + "?format=sarif", PASSED, Map.of());

        assertThat(large.status()).as(large.body()).isEqualTo(413);
        assertThat(hostile.status()).as(hostile.body()).isEqualTo(422);
        assertThat(hostile.body()).doesNotContain("root:");
        assertThat(deep.status()).as(deep.body()).isEqualTo(422);
        assertThat(other.status()).as(other.body()).isEqualTo(422);
        assertThat(other.text("detail")).contains("SARIF");
        assertThat(api.put("ci", path + "?format=word", PASSED, Map.of()).text("code"))
                .isEqualTo("invalid-format");
        assertThat(api.put("ci", path, PASSED, Map.of("X-Observed-At", "noon")).text("code"))
                .isEqualTo("invalid-X-Observed-At");
        assertThat(api.put("ci", path, PASSED, Map.of("X-Observed-At", "2999-01-01T00:00:00Z"))
                        .text("detail"))
                .isEqualTo("'2999-01-01T00:00:00Z' is in the future");
        assertThat(api.put("ci", EVIDENCE.formatted("HEAD", "tests"), PASSED, Map.of())
                        .text("code"))
                .isEqualTo("invalid-commit");
        assertThat(api.put("ci", path.replace("shop", "shoop"), PASSED, Map.of())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void onlyAnotherPersonWithTheRoleApprovesAndOnceAndEveryAttemptIsInTheTrail() {
        String version = "v2.0.3";
        Api.Answer requested = api.post("both", "/v1/releases", GateServiceTest.requestBody(version, "5555555"));
        assertThat(requested.status()).isEqualTo(201);
        api.put("ci", EVIDENCE.formatted("5555555", "tests"), PASSED, Map.of());
        world.say(
                "deploy-service",
                version,
                "staging",
                new dev.slipway.events.DeploymentSucceeded(
                        "staging", dev.slipway.events.Scope.FULL, List.of(), java.time.Duration.ZERO, 1L));
        world.await(version, dev.slipway.events.ApprovalRequested.class, 1);

        Api.Answer wrongVerdict = approve("rita", version, "{\"verdict\": \"maybe\"}");
        Api.Answer byRequester = approve("both", version, "{\"verdict\": \"approve\"}");
        Api.Answer withoutRole = approve("erin", version, "{\"verdict\": \"approve\"}");
        Api.Answer ofOthers = approve(
                "rita", version, "{\"verdict\": \"approve\", \"artifacts\": [\"sha256:" + "f".repeat(64) + "\"]}");
        Api.Answer good = approve("rita", version, "{\"verdict\": \"approve\", \"reason\": \"looks good\"}");
        Api.Answer twice = approve("rita", version, "{\"verdict\": \"approve\"}");

        assertThat(wrongVerdict.text("code")).isEqualTo("invalid-verdict");
        assertThat(byRequester.status()).isEqualTo(403);
        assertThat(byRequester.text("code")).isEqualTo("requester-is-approver");
        assertThat(withoutRole.status()).isEqualTo(403);
        assertThat(withoutRole.text("code")).isEqualTo("missing-role");
        assertThat(ofOthers.status()).isEqualTo(409);
        assertThat(ofOthers.text("code")).isEqualTo("other-artifacts");
        assertThat(good.status()).as(good.body()).isEqualTo(200);
        assertThat(good.text("stage")).isEqualTo("production");
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.text("code")).isEqualTo("already-decided");
        assertThat(List.of(about(byRequester), about(withoutRole), about(ofOthers), about(twice)))
                .containsExactly(
                        "caller both", "roles ENGINEER", "artifacts sha256:" + "f".repeat(64), "stage production");
        world.await(version, ApprovalGiven.class, 5);
        assertThat(world.of(version, ApprovalGiven.class)
                        .map(given -> given.verdict().label()))
                .containsExactly("refused", "refused", "refused", "approved", "refused");
    }

    @Test
    void anAbortNeedsAReasonAndARollbackSomethingToTakeBack() {
        request("v2.0.4", "6666666");
        String abort = "/v1/releases/shop-v2.0.4/abort";

        assertThat(api.post("erin", abort, "{}").text("code")).isEqualTo("invalid-reason");
        Api.Answer aborted = api.post("erin", abort, "{\"reason\": \"wrong branch\"}");
        assertThat(aborted.status()).isEqualTo(202);
        assertThat(aborted.text("outcome")).isEqualTo("aborted");
        Api.Answer again = api.post("erin", abort, "{\"reason\": \"again\"}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(about(again)).isEqualTo("status stopped");
        Api.Answer nothing = api.post(
                "erin", "/v1/applications/shop/rollback", "{\"environment\": \"qa\", \"reason\": \"it burns\"}");
        assertThat(nothing.status()).isEqualTo(409);
        assertThat(nothing.text("code")).isEqualTo("nothing-to-roll-back");
        assertThat(about(nothing)).isEqualTo("environment qa");
    }

    @Test
    void aPushedTagAsksForOneReleaseHoweverOftenItIsDelivered() {
        String push = push("refs/tags/v3.0.0", "7777777");

        Api.Answer first = deliver("push", push, signature(push));
        Api.Answer second = deliver("push", push, signature(push));

        assertThat(first.status()).as(first.body()).isEqualTo(202);
        assertThat(first.text("release")).isEqualTo("shop-v3.0.0");
        assertThat(second.text("ignored")).isEqualTo("this version was requested already");
        assertThat(api.get("erin", "/v1/releases/shop-v3.0.0").text("requestedBy"))
                .isEqualTo("octocat");
        artifact("7777777", "web", "v3.0.0", "a", "0.4.1", "version", "packaged.0.2.0");
        artifact("7777777", "cart", "v3.0.0", "b", "0.5.1", "specversion", "published.0.3.0");
        assertThat(world.await("v3.0.0", ReleaseRequested.class, 1))
                .satisfies(requested -> assertThat(requested.trigger()).isEqualTo("tag"))
                .satisfies(requested -> assertThat(requested.artifacts())
                        .extracting(artifact -> artifact.component() + " " + artifact.reference())
                        .containsExactly(
                                "web registry.example/shop/web:v3.0.0", "cart registry.example/shop/cart:v3.0.0"));
    }

    private void artifact(
            String commit, String component, String tag, String digit, String spec, String member, String type) {
        Api.Answer answer = api.post("ci", "/v1/cdevents", """
                {"context": {"%s": "%s", "id": "1", "source": "/ci", "type": "dev.cdevents.artifact.%s",
                             "timestamp": "2020-01-21T12:00:00Z"},
                 "subject": {"id": "pkg:oci/%s@sha256%%3A%s?repository_url=registry.example/shop/%s&tag=%s",
                             "type": "artifact", "content": {"change": {"id": "merge-1"}}},
                 "customData": {"application": "shop", "commit": "%s"}}
                """.formatted(
                        member, spec, type, component, digit.repeat(64), component, tag, commit));
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.json().path("artifact").path("component").asString(""))
                .isEqualTo(component);
    }

    @ParameterizedTest
    @CsvSource({
        "ping, refs/tags/v3.0.1, event 'ping'",
        "push, refs/heads/main, is not a tag",
        "push, refs/tags/release-3, matches none",
        "push, refs/tags/vNext, is neither SemVer"
    })
    void otherDeliveriesAreIgnoredWithAWordWhy(String event, String ref, String why) {
        String push = push(ref, "8888888");

        Api.Answer answer = deliver(event, push, signature(push));

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.text("ignored")).contains(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256=",
                "sha1=1234",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
            })
    void aDeliveryThatIsNotSignedIsRefused(String signature) {
        Api.Answer answer = deliver("push", push("refs/tags/v3.0.2", "9999999"), signature);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text("code")).isEqualTo("bad-signature");
        assertThat(api.get("erin", "/v1/releases/shop-v3.0.2").status()).isEqualTo(404);
    }

    private static String push(String ref, String commit) {
        return """
                {"ref": "%s", "after": "%s", "deleted": false, "head_commit": {"id": "%s"},
                 "sender": {"login": "octocat", "type": "User"}}
                """.formatted(ref, "0123456", commit);
    }

    private Api.Answer deliver(String event, String body, String signature) {
        return api.send(
                null,
                "POST",
                "/v1/webhooks/github?application=shop",
                body,
                Map.of(
                        "Content-Type",
                        "application/json",
                        "X-GitHub-Event",
                        event,
                        "X-GitHub-Delivery",
                        "72d3162e-cc78-11e3-81ab-4c9367dc0958",
                        "X-Hub-Signature-256",
                        signature));
    }

    private static String signature(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(World.GITHUB_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTestRunAPipelineRunAndAMergeAreEvidenceAndAMergeWithAVersionAsksForTheRelease() {
        Api.Answer tests =
                cdevent("testsuiterun.finished.0.2.0", "\"outcome\": \"failure\", \"reason\": \"2 of 9\"", "");
        Api.Answer pipeline = cdevent("pipelinerun.finished.0.2.0", "\"outcome\": \"success\"", ", \"kind\": \"ci\"");
        Api.Answer merge = cdevent(
                "change.merged.0.2.0",
                "\"repository\": {\"id\": \"shop\"}",
                ", \"version\": \"v3.1.0\", \"branch\": \"main\"");

        assertThat(tests.json().path("facts").toString())
                .isEqualTo(
                        "{\"testsuite.outcome\":\"failure\",\"testsuite.passed\":false,\"testsuite.reason\":\"2 of 9\"}");
        assertThat(pipeline.json().path("facts").toString())
                .isEqualTo("{\"ci.outcome\":\"success\",\"ci.passed\":true}");
        assertThat(merge.text("release")).as(merge.body()).isEqualTo("shop-v3.1.0");
        await().atMost(World.SOON)
                .untilAsserted(() -> assertThat(
                                api.get("erin", "/v1/releases/shop-v3.1.0").text("status"))
                        .isEqualTo("awaiting-artifacts"));
    }

    @Test
    void aCdEventThatCannotBeUsedIsRefusedAndOneThatMeansNothingIsIgnored() {
        Api.Answer outcome = cdevent("testsuiterun.finished.0.2.0", "\"outcome\": \"perhaps\"", "");
        Api.Answer branch = cdevent("change.merged.0.2.0", "\"a\": 1", ", \"version\": \"v3.1.1\"");
        Api.Answer other = cdevent("taskrun.started.0.2.0", "\"a\": 1", "");

        assertThat(outcome.status()).isEqualTo(422);
        assertThat(outcome.text("code")).isEqualTo("invalid-subject.content.outcome");
        assertThat(branch.text("code")).isEqualTo("invalid-customData.branch");
        assertThat(other.status()).isEqualTo(202);
        assertThat(other.text("ignored")).contains("taskrun.started");
        assertThat(api.post("ci", "/v1/cdevents", "{}").status()).isEqualTo(422);
        assertThat(api.post("ci", "/v1/cdevents", """
                        {"context": {"version": "0.4.1", "id": "1", "source": "/ci", "timestamp": "2999-01-01T00:00:00Z",
                                     "type": "dev.cdevents.testsuiterun.finished.0.2.0"},
                         "subject": {"id": "run-1", "content": {"outcome": "success"}}}
                        """).text("code")).isEqualTo("invalid-context.timestamp");
    }

    private Api.Answer cdevent(String type, String content, String custom) {
        return api.post("ci", "/v1/cdevents", """
                {"context": {"version": "0.4.1", "id": "1", "source": "/ci", "type": "dev.cdevents.%s",
                             "timestamp": "2020-01-21T12:00:00Z"},
                 "subject": {"id": "run-1", "content": {%s}},
                 "customData": {"application": "shop", "commit": "abcdef1"%s}}
                """.formatted(type, content, custom));
    }

    private void request(String version, String commit) {
        Api.Answer answer = api.post("erin", "/v1/releases", GateServiceTest.requestBody(version, commit));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private Api.Answer approve(String person, String version, String body) {
        return api.post(person, "/v1/releases/" + World.release(version) + "/approvals", body);
    }
}
