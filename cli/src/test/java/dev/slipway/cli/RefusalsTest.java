package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong, the remedy, and the exit code. */
class RefusalsTest {
    @TempDir
    Path folder;

    private final FakeSlipway slipway;

    RefusalsTest() throws IOException {
        slipway = new FakeSlipway();
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

    static Stream<Arguments> problems() {
        return Stream.of(
                argumentSet(
                        "a field",
                        400,
                        Samples.problem(
                                400,
                                "invalid-version",
                                "the version is not one",
                                ", \"field\": \"version\", \"value\": \"x\", \"remedy\": \"give one such as v1.2.3\""),
                        """
                        error: the version is not one [version is 'x'] (invalid-version)
                        remedy: give one such as v1.2.3
                        """),
                argumentSet(
                        "a value that was said",
                        400,
                        Samples.problem(
                                400,
                                "invalid-version",
                                "version 'x' is none",
                                ", \"field\": \"version\", \"value\": \"x\""),
                        "error: version 'x' is none (invalid-version)\n"),
                argumentSet(
                        "a release that is not there",
                        404,
                        Samples.problem(
                                404, "unknown-release", "no release 'r'", ", \"remedy\": \"list the releases\""),
                        """
                        error: no release 'r' (unknown-release)
                        remedy: 'slipway status --all' lists the releases
                        """),
                argumentSet(
                        "a rule",
                        409,
                        Samples.problem(
                                409,
                                "version-exists",
                                "version v1.2.3 of agentaskit was requested by ada",
                                ", \"field\": \"version\", \"value\": \"1.2.3\", \"remedy\": \"request a new version\""),
                        """
                        error: version v1.2.3 of agentaskit was requested by ada [version is '1.2.3'] (version-exists)
                        remedy: request a new version
                        """),
                argumentSet(
                        "no credential",
                        401,
                        Samples.problem(401, "no-credential", "the request carries no valid credential", ""),
                        """
                        error: the request carries no valid credential (no-credential)
                        remedy: give a token that this Slipway knows: --token, SLIPWAY_TOKEN, or the client file that \
                        'slipway up' writes (--config)
                        """),
                argumentSet(
                        "a role",
                        403,
                        Samples.problem(403, "missing-role", "it takes ENGINEER", ", \"remedy\": \"ask an engineer\""),
                        """
                        error: it takes ENGINEER (missing-role)
                        remedy: ask an engineer; asked with the token of SLIPWAY_TOKEN, --as ROLE chooses another token
                        """),
                argumentSet(
                        "control characters",
                        409,
                        Samples.problem(409, "conflict", "a \\u001b[2J b", ""),
                        "error: a ?[2J b (conflict)\n"));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void aRefusalIsToldWithItsRemedy(int status, String problem, String err) {
        slipway.answers("POST /v1/releases", status, problem);

        assertThat(run("request", "agentaskit", "x", "--commit", "4f1c2ab")).isEqualTo(new Typed.Result(1, "", err));
    }

    @Test
    void withJsonOutputARefusalIsTheServicesOwnJson() {
        slipway.answers("POST /v1/releases", 409, Samples.problem(409, "version-exists", "it exists", ""));

        Typed.Result result = run("request", "agentaskit", "v1.2.3", "--commit", "4f1c2ab", "-o", "json");

        assertThat(result.err()).contains("\"code\" : \"version-exists\"");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void anotherProgramsAnswerIsNotMistakenForSlipways() {
        slipway.answers("GET /v1/releases/r", 502, "text/html", "<h1>Bad Gateway</h1>")
                .answers("GET /v1/trails/r", 200, "text/html", "<h1>Welcome</h1>");

        assertThat(run("status", "r").err()).contains("answered HTTP 502 to /v1/releases/r, and not as Slipway does");
        assertThat(run("trail", "r").err()).contains("answered with something that is not JSON");
    }

    @Test
    void anUnreachableServerIsNamedWithTheWaysOut() throws IOException {
        String url;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            url = "http://127.0.0.1:" + free.getLocalPort();
        }

        Typed.Result result = new Typed(folder).run("status", "--url", url, "--token", "t0ken");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err())
                .startsWith("error: gate-service is not reachable at " + url)
                .contains(
                        "remedy: start Slipway with 'slipway up', or point to another with --url, SLIPWAY_URL or --config");
    }

    static Stream<Arguments> wrongLines() {
        return Stream.of(
                argumentSet("no command", "there is no command", new String[] {}),
                argumentSet("a typo", "did you mean status", new String[] {"statsu"}),
                argumentSet(
                        "an unknown option", "Unknown option: '--frobnicate'", new String[] {"status", "--frobnicate"}),
                argumentSet("no reason", "Missing required option: '--reason=TEXT'", new String[] {
                    "abort", "agentaskit-v1.2.3"
                }),
                argumentSet(
                        "an artifact without a digest",
                        "--artifact: 'gw=r.example/gw:v1' is not a component, a reference and a digest",
                        new String[] {"request", "a", "v1.0.0", "--commit", "c", "--artifact", "gw=r.example/gw:v1"}),
                argumentSet("no such file", "file 'no.yaml' is not there", new String[] {"apply", "-f", "no.yaml"}),
                argumentSet("a form", "'xml' is no form of output", new String[] {"status", "-o", "xml"}),
                argumentSet("a URL", "--url: 'localhost:8081' is not the URL of a server", new String[] {
                    "status", "--url", "localhost:8081"
                }),
                argumentSet("a role", "there is no role 'boss'", new String[] {"status", "--as", "boss"}),
                argumentSet("a letter", "ID: '17' is not the id of a dead letter", new String[] {
                    "dead-letters", "resend", "17"
                }),
                argumentSet("a token", "the token is empty or has a space", new String[] {"status", "--token", "a b"}));
    }

    @ParameterizedTest
    @MethodSource("wrongLines")
    void aWrongCommandLineIsToldAndNothingIsSent(String told, String[] words) {
        Typed.Result result = run(words);

        assertThat(result.err()).contains(told).contains("remedy: ");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(slipway.asked()).isEmpty();
    }
}
