package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What each command sends, says and returns. */
class CommandsTest {
    private static final String ID = "agentaskit-v1.2.3";
    private static final String RELEASE = Samples.release(ID, "in-progress", "production");

    @TempDir
    Path folder;

    private final FakeSlipway slipway;

    CommandsTest() throws IOException {
        slipway = new FakeSlipway();
    }

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "application: a\n");
        Files.writeString(folder.resolve("b.yaml"), "application: b\n");
        Files.writeString(folder.resolve("junit.xml"), "<testsuite/>");
    }

    @AfterEach
    void stop() {
        slipway.close();
    }

    private Typed.Result run(String... words) {
        return new Typed(folder)
                .with("SLIPWAY_URL", slipway.url())
                .with("SLIPWAY_TOKEN", "t0ken")
                .run(words);
    }

    static Stream<Arguments> writes() {
        return Stream.of(
                argumentSet(
                        "request",
                        "POST /v1/releases",
                        """
                        {"application": "agentaskit", "version": "v1.2.3", "commit": "4f1c2ab", "artifacts": [
                          {"component": "gw", "reference": "r.example/gw:v1.2.3", "digest": "%s"}],
                         "type": "hotfix", "reason": "outage"}""".formatted(Samples.DIGEST),
                        "agentaskit-v1.2.3: requested; in progress, stage production",
                        new String[] {
                            "request",
                            "agentaskit",
                            "v1.2.3",
                            "--commit",
                            "4f1c2ab",
                            "--artifact",
                            "gw=r.example/gw:v1.2.3@" + Samples.DIGEST,
                            "--type",
                            "hotfix",
                            "--reason",
                            "outage"
                        }),
                argumentSet(
                        "approve",
                        "POST /v1/releases/agentaskit-v1.2.3/approvals",
                        """
                        {"verdict": "approve", "stage": "production", "artifacts": ["%s"], "reason": "fine"}""".formatted(Samples.DIGEST),
                        "agentaskit-v1.2.3: approved; in progress, stage production",
                        new String[] {
                            "approve", ID, "--stage", "production", "--digest", Samples.DIGEST, "--reason", "fine"
                        }),
                argumentSet(
                        "reject",
                        "POST /v1/releases/agentaskit-v1.2.3/approvals",
                        "{\"verdict\": \"reject\", \"reason\": \"no\"}",
                        "agentaskit-v1.2.3: rejected; in progress, stage production",
                        new String[] {"reject", ID, "--reason", "no"}),
                argumentSet(
                        "revoke",
                        "POST /v1/releases/agentaskit-v1.2.3/approvals",
                        "{\"verdict\": \"revoke\"}",
                        "agentaskit-v1.2.3: approval revoked; in progress, stage production",
                        new String[] {"revoke", ID}),
                argumentSet(
                        "abort",
                        "POST /v1/releases/agentaskit-v1.2.3/abort",
                        "{\"reason\": \"wrong\"}",
                        "agentaskit-v1.2.3: aborted; in progress, stage production",
                        new String[] {"abort", ID, "--reason", "wrong"}),
                argumentSet(
                        "rollback",
                        "POST /v1/applications/agentaskit/rollback",
                        "{\"environment\": \"production\", \"to\": \"v1.2.1\", \"reason\": \"slow\"}",
                        "agentaskit-v1.2.3: being rolled back; in progress, stage production",
                        new String[] {
                            "rollback",
                            "agentaskit",
                            "--to",
                            "v1.2.1",
                            "--environment",
                            "production",
                            "--reason",
                            "slow"
                        }),
                argumentSet(
                        "pause",
                        "POST /v1/canaries/agentaskit-v1.2.3/pause",
                        "{\"reason\": \"looking\"}",
                        "agentaskit-v1.2.3: canary paused",
                        new String[] {"pause", ID, "--reason", "looking"}),
                argumentSet(
                        "resume",
                        "POST /v1/canaries/agentaskit-v1.2.3/resume",
                        "{}",
                        "agentaskit-v1.2.3: canary resumed",
                        new String[] {"resume", ID}));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void sendsWhatTheContractAsksForAndSaysWhatHappened(String line, String body, String out, String[] words) {
        slipway.answers(line, 200, RELEASE);

        Typed.Result result = run(words);

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith(out + "\n");
        FakeSlipway.Asked asked = slipway.asked().getLast();
        assertThat(asked.line()).isEqualTo(line);
        assertThat(asked.authorization()).isEqualTo("Bearer t0ken");
        assertThat(json(asked.body())).isEqualTo(json(body));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void printsTheServersAnswerAsJson(String line, String body, String out, String[] words) {
        slipway.answers(line, 200, RELEASE);

        Typed.Result result =
                run(Stream.concat(Stream.of(words), Stream.of("-o", "json")).toArray(String[]::new));

        assertThat(json(result.out())).isEqualTo(json(RELEASE));
    }

    @Test
    void applySendsEachFile() {
        slipway.answers("PUT /v1/pipelines", 200, "{\"application\": \"a\", \"revision\": \"0123456789abcdef\"}")
                .answers(
                        "PUT /v1/pipelines", 200, "{\"application\": \"b\", \"revision\": \"ff\", \"changed\": false}");

        Typed.Result result = run("apply", "-f", "a.yaml", "-f", "b.yaml");

        assertThat(result.out()).isEqualTo("a: applied, revision 0123456789ab\nb: unchanged, revision ff\n");
        assertThat(slipway.asked())
                .extracting(FakeSlipway.Asked::contentType, FakeSlipway.Asked::body)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("application/yaml", "application: a\n"),
                        org.assertj.core.groups.Tuple.tuple("application/yaml", "application: b\n"));
    }

    @Test
    void applyReadsStandardInput() {
        slipway.answers("PUT /v1/pipelines", 200, "{\"application\": \"c\", \"revision\": \"0\", \"changed\": true}");

        new Typed(folder).input("application: c\n").run("apply", "-f", "-", "--url", slipway.url(), "--token", "t0ken");

        assertThat(slipway.asked()).extracting(FakeSlipway.Asked::body).containsExactly("application: c\n");
    }

    @Test
    void applyTellsWhereAFileIsWrongAndGoesOnWithTheOthers() {
        slipway.answers(
                        "PUT /v1/pipelines",
                        422,
                        Samples.problem(
                                422,
                                "invalid-pipeline",
                                "1 problem; the first: pipeline.yaml:3:9: stages[0].soak: 'x' is not a duration",
                                ", \"problems\": [{\"line\": 3, \"column\": 9, \"path\": \"stages[0].soak\","
                                        + " \"message\": \"'x' is not a duration\", \"remedy\": \"give one such as 2h\"}]"))
                .answers("PUT /v1/pipelines", 200, "{\"application\": \"b\", \"revision\": \"1\", \"changed\": true}");

        Typed.Result result = run("apply", "-f", "a.yaml", "b.yaml");

        assertThat(result).isEqualTo(new Typed.Result(1, "b: applied, revision 1\n", """
                                error: a.yaml: 1 problem (invalid-pipeline)
                                  a.yaml:3:9: stages[0].soak: 'x' is not a duration: give one such as 2h
                                """));
    }

    @Test
    void evidenceSendsTheFileAsTheToolWroteIt() {
        slipway.answers(
                "PUT /v1/applications/agentaskit/commits/4f1c2ab/evidence/tests?format=junit&part=junit.xml", 200, """
                {"kind": "tests", "format": "junit", "facts": {"failed": 0, "total": 12}, "joined": ["agentaskit-v1.2.3"]}""");

        Typed.Result result =
                run("evidence", "agentaskit", "4f1c2ab", "--kind", "tests", "--format", "junit", "junit.xml");

        assertThat(result)
                .isEqualTo(new Typed.Result(
                        0, "junit.xml: tests (junit): failed 0, total 12; joined to agentaskit-v1.2.3\n", ""));
        assertThat(slipway.asked())
                .extracting(FakeSlipway.Asked::contentType, FakeSlipway.Asked::body)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("application/xml", "<testsuite/>"));
    }

    @Test
    void severalFilesAreSeveralPartsOfOneReport() throws IOException {
        Files.createDirectories(folder.resolve("api/target"));
        Files.writeString(folder.resolve("api/target/a.xml"), "<testsuite/>");
        String evidence = "PUT /v1/applications/agentaskit/commits/4f1c2ab/evidence/tests?part=";
        String answer = """
                {"kind": "tests", "format": "junit", "facts": {"total": 12}, "parts": ["a", "b"], "joined": []}""";
        slipway.answers(evidence + "api%2Ftarget%2Fa.xml", 200, answer)
                .answers(evidence + "junit.xml", 200, answer)
                .answers(evidence + "job-1%2Fapi%2Ftarget%2Fa.xml", 200, answer)
                .answers(evidence + "job-1%2Fjunit.xml", 200, answer)
                .answers(evidence + "job%202", 200, answer);
        String whole = folder.resolve("api/target/a.xml").toString();

        Typed.Result byPath = run("evidence", "agentaskit", "4f1c2ab", "--kind", "tests", whole, "./junit.xml");
        Typed.Result byJob =
                run("evidence", "agentaskit", "4f1c2ab", "--kind", "tests", "--part", "job-1", whole, "junit.xml");
        Typed.Result named =
                run("evidence", "agentaskit", "4f1c2ab", "--kind", "tests", "--part", "job 2", "junit.xml");

        assertThat(byPath.err() + byJob.err() + named.err()).isEmpty();
        assertThat(named.out())
                .isEqualTo(
                        "junit.xml: tests (junit): total 12; one of 2 parts; kept, no release has this commit yet\n");
        assertThat(slipway.asked()).hasSize(5);
    }

    @Test
    void statusListsWhatIsActive() {
        slipway.answers("GET /v1/releases?active=true", 200, "{\"releases\": [" + RELEASE + "]}");

        assertThat(run("status").out()).isEqualTo("""
                        RELEASE            TYPE   STATUS       STAGE       CANARY  REQUESTED BY
                        agentaskit-v1.2.3  patch  in-progress  production  -       person:ada
                        """);
    }

    @Test
    void statusShowsARelease() {
        slipway.answers("GET /v1/releases/agentaskit-v1.2.3", 200, RELEASE);

        assertThat(run("status", ID).out()).isEqualTo("""
                        agentaskit v1.2.3 (patch)  in progress  3 min
                          production  ░░░░░░░░░░░░░░░░░░░░   0 %  gates
                            · approval  waits for 1 person
                        """);
    }

    @Test
    void watchFollowsToTheEndWhichIsTheExitCode() {
        slipway.answers("GET /v1/releases/agentaskit-v1.2.3", 200, RELEASE)
                .answers("GET /v1/releases/agentaskit-v1.2.3", 200, Samples.release(ID, "completed", "production"));

        Typed.Result result = run("status", ID, "--watch");

        assertThat(result.out()).endsWith("04:05:00  release in progress\n04:05:00  release completed\n");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void watchOfAStoppedReleaseFails() {
        slipway.answers("GET /v1/releases/agentaskit-v1.2.3", 200, Samples.release(ID, "stopped", "production"));

        assertThat(run("status", ID, "--watch").exitCode()).isEqualTo(1);
    }

    @Test
    void statusListsThoseThatHaveEndedWhenAsked() {
        slipway.answers(
                "GET /v1/releases",
                200,
                "{\"releases\": [%s]}".formatted(Samples.release(ID, "stopped", "production")));

        assertThat(run("status", "--all").out()).contains(ID).contains("stopped");
    }

    @Test
    void aBundleThatCannotBeWrittenIsNamed() {
        slipway.answers("GET /v1/trails/agentaskit-v1.2.3/bundle", 200, "{}");

        assertThat(run("trail", ID, "--bundle", "no/where.json")).isEqualTo(new Typed.Result(2, "", """
                        error: --bundle: 'no/where.json' cannot be written: its folder is not there
                        remedy: name a file in a folder that exists
                        """));
    }

    @Test
    void evidenceOfNoTimeIsRefusedHere() {
        Typed.Result result =
                run("evidence", "agentaskit", "4f1c2ab", "--kind", "tests", "--observed-at", "yesterday", "junit.xml");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("'--observed-at'", "'yesterday' is not a time: give one such as");
        assertThat(slipway.asked()).isEmpty();
    }

    @Test
    void trailIsATable() {
        slipway.answers("GET /v1/trails/agentaskit-v1.2.3", 200, """
                {"release": "agentaskit-v1.2.3", "records": [{"seq": 0, "event": {"type": "dev.slipway.TrafficShifted",
                 "clock": "12", "time": "2026-11-21T04:02:07Z", "stage": "production", "actor": "service:deploy",
                 "data": {"environment": "production", "weight": 10, "list": [1]}}}]}""");

        assertThat(run("trail", ID).out()).isEqualTo("""
                        SEQ  CLOCK  TIME                      EVENT           STAGE       BY              WHAT
                        0    12     2026-11-21T04:02:07.000Z  TrafficShifted  production  service:deploy  environment production, weight 10
                        """);
    }

    private static final String LETTER = """
            {"id": "GatePassed.dlt/0/17", "at": "2026-11-21T04:02:07Z", "service": "deploy-service", "topic": "GatePassed",
             "source": "GatePassed/3/41", "key": "agentaskit-v1.2.3", "event": "gate-service/agentaskit-v1.2.3/7/0",
             "reason": "a rule failed", "release": "agentaskit-v1.2.3", "status": "resent",
             "resent": {"by": "ada", "at": "2026-11-21T04:04:00Z", "reason": "it is mended"},
             "message": {"headers": [{"name": "ce_type", "value": {"text": "dev.slipway.GatePassed"}},
               {"name": "none"}], "value": {"base64": "AP8="}}}""";

    @Test
    void deadLettersAreATable() {
        slipway.answers("GET /v1/dead-letters?limit=100", 200, "{\"letters\": [" + LETTER + "]}");

        assertThat(run("dead-letters").out()).isEqualTo("""
                        ID                   TIME                  SERVICE         TOPIC       EVENT OR KEY                        STATUS  REASON
                        GatePassed.dlt/0/17  2026-11-21T04:02:07Z  deploy-service  GatePassed  gate-service/agentaskit-v1.2.3/7/0  resent  a rule failed
                        """);
    }

    @Test
    void aDeadLetterIsShownWithWhatItSays() {
        slipway.answers("GET /v1/dead-letters/GatePassed.dlt/0/17", 200, LETTER);

        assertThat(run("dead-letters", "show", "GatePassed.dlt/0/17").out()).isEqualTo("""
                        id       GatePassed.dlt/0/17
                        at       2026-11-21T04:02:07Z
                        service  deploy-service
                        reason   a rule failed
                        topic    GatePassed
                        source   GatePassed/3/41
                        key      agentaskit-v1.2.3
                        event    gate-service/agentaskit-v1.2.3/7/0
                        release  agentaskit-v1.2.3
                        status   resent
                        by       ada at 2026-11-21T04:04:00Z
                        because  it is mended
                        headers
                          ce_type: dev.slipway.GatePassed
                          none: -
                        message (Base64)
                          AP8=
                        """);
        assertThat(json(run("dead-letters", "show", "GatePassed.dlt/0/17", "-o", "json")
                        .out()))
                .isEqualTo(json(LETTER));
    }

    @Test
    void aDeadLetterGoesBackWithTheReason() {
        slipway.answers("POST /v1/dead-letters/GatePassed.dlt/0/17/resend", 202, LETTER);

        assertThat(run("dead-letters", "resend", "GatePassed.dlt/0/17", "--reason", "it is mended")
                        .out())
                .isEqualTo("""
                        GatePassed.dlt/0/17: goes back to GatePassed
                        when it is there, the trail says so: slipway trail agentaskit-v1.2.3
                        """);
        assertThat(json(slipway.asked().getLast().body())).isEqualTo(json("{\"reason\": \"it is mended\"}"));
    }

    @Test
    void rollbackOfAReleaseIsRefusedWhenANewerOneWouldBeTakenBack() {
        slipway.answers("GET /v1/releases/agentaskit-v1.2.3", 200, RELEASE)
                .answers(
                        "GET /v1/releases?application=agentaskit",
                        200,
                        "{\"releases\": [" + Samples.release("agentaskit-v1.2.4", "completed", "production") + ","
                                + RELEASE + "]}");

        Typed.Result result = run("rollback", ID, "--reason", "slow");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("a newer release than agentaskit-v1.2.3 is deployed: agentaskit-v1.2.4");
        assertThat(slipway.asked()).noneMatch(asked -> asked.method().equals("POST"));
    }

    @Test
    void rollbackOfTheNewestReleaseNamesItsApplication() {
        slipway.answers("GET /v1/releases/agentaskit-v1.2.3", 200, RELEASE)
                .answers("GET /v1/releases?application=agentaskit", 200, "{\"releases\": [" + RELEASE + "]}")
                .answers("POST /v1/applications/agentaskit/rollback", 202, RELEASE);

        assertThat(run("rollback", ID, "--reason", "slow").exitCode()).isZero();
    }

    private static JsonNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
