package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.slipway.cli.SlipwayCli;
import dev.slipway.cli.view.Terminal;
import dev.slipway.events.codec.Json;
import dev.slipway.standalone.Demo;
import dev.slipway.standalone.DemoCluster;
import dev.slipway.standalone.DemoCommand;
import dev.slipway.standalone.DemoSlack;
import dev.slipway.standalone.Options;
import dev.slipway.standalone.Outside;
import dev.slipway.standalone.Platform;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The demo's two releases on the sandbox cluster; and what its users are told who get something wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoReleasesTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
    private static final String OTHER = "sha256:" + "0".repeat(64);
    private static final String SHOP = """
            apiVersion: slipway.dev/v1
            application: shop
            components:
              web: {image: registry.example/shop/web, route: web}
            environments:
              staging: {namespace: shop-staging}
            gates:
              people: {approval: {roles: [ENGINEER, RELEASE_APPROVER], count: 1, expires: 1h}}
            stages:
              - {name: staging, environment: staging, gates: [people]}
            """;

    private Path folder;
    private DemoSlack slack;
    private Platform platform;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        this.folder = folder;
        slack = DemoSlack.start();
        platform = Platform.start(options(folder, slack), Outside.NOTHING);
        Files.writeString(folder.resolve("shop.yaml"), SHOP);
        Files.writeString(folder.resolve("wrong.yaml"), SHOP.replace("route: web", "rout: web"));
        Files.writeString(folder.resolve("half.json"), "{\"passed\": tru");
        assertThat(typed("apply", "-f", "shop.yaml").exitCode()).isZero();
        assertThat(request("v1.0.0").exitCode()).isZero();
    }

    @AfterAll
    void stop() {
        platform.close();
        slack.close();
    }

    static Options options(Path folder, DemoSlack slack) {
        Options options = new Options();
        options.data = folder.resolve("data");
        options.port = 0;
        options.variables = new LinkedHashMap<>(DemoCommand.SHORT);
        options.variables.put("soak", "1s");
        options.settings.put("slipway.notify.slack.base-url", slack.url());
        options.settings.put("slipway.notify.slack.token", DemoSlack.TOKEN);
        return options;
    }

    @Test
    void aGoodOneGoesThroughAndABadOneComesBackAndSoDoesTheGoodOneWhenAPersonAsks() throws Exception {
        DemoCluster cluster = DemoCluster.in(platform.sandbox().orElseThrow());

        List<String> faults = new Demo(platform, cluster, slack, System.out, Terminal.plain()).play();

        assertThat(faults).isEmpty();
        assertThat(typed("rollback", "agentaskit", "--reason", "checkout is slow")
                        .exitCode())
                .isZero();
        Typed watched = typed("status", "agentaskit-v1.2.3", "--watch");
        assertThat(watched.exitCode()).as("a release that was stopped").isEqualTo(1);
        assertThat(watched.out()).contains("release stopped (rolled back): person: engineer: checkout is slow");
        assertThat(DemoCluster.COMPONENTS)
                .allMatch(component ->
                        cluster.runningVersion("production", component).equals("v1.2.2"));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        "an application that nobody knows",
                        "request nosuch v1.0.0 --commit 4f1c2ab9",
                        1,
                        "no pipeline of application 'nosuch'; there are [",
                        "remedy: apply its pipeline first, or correct the name"),
                mistake(
                        "a version that exists",
                        "request shop v1.0.0 --commit 9d02c71e",
                        1,
                        "version v1.0.0 of shop was requested by engineer at ",
                        "remedy: request a new version"),
                mistake(
                        "a pipeline with an unknown key",
                        "apply -f wrong.yaml",
                        1,
                        "wrong.yaml:4:43: components.web.rout: unknown key 'rout': did you mean 'route'?",
                        "remedy: correct the file and apply it again"),
                mistake(
                        "a report that was cut off",
                        "evidence shop 4f1c2ab9 --kind ci half.json",
                        1,
                        "half.json: line 1, column 12: not well-formed JSON",
                        "remedy: send the file as the tool wrote it"),
                mistake(
                        "an approval by who requested it",
                        "approve shop-v1.0.0 --as engineer",
                        1,
                        "engineer requested this release [caller is 'engineer'] (requester-is-approver)",
                        "remedy: somebody else has to approve it; asked as engineer, --as ROLE chooses another token"),
                mistake(
                        "an approval without the role",
                        "approve shop-v1.0.0 --as auditor",
                        1,
                        "auditor has the roles [AUDITOR], ",
                        "remedy: "),
                mistake(
                        "an approval of something else",
                        "approve shop-v1.0.0 --digest " + OTHER,
                        1,
                        "the release is of [" + DIGEST + "] [artifacts is '" + OTHER + "'] (other-artifacts)",
                        "remedy: look at the release again"),
                mistake(
                        "a token that is none",
                        "reject shop-v1.0.0 --token guessed",
                        1,
                        "the request carries no valid credential",
                        "remedy: give a token that this Slipway knows: --token, SLIPWAY_TOKEN, or the client file"),
                mistake(
                        "a rollback of what never ran",
                        "rollback shop --reason slow",
                        1,
                        "no release of application 'shop' runs anywhere",
                        "remedy: "),
                mistake(
                        "a release that nobody asked for",
                        "status shop-v9",
                        1,
                        "no release 'shop-v9'",
                        "remedy: 'slipway status --all' lists the releases"),
                mistake(
                        "a trail of nothing",
                        "trail shop-v9",
                        1,
                        "nothing was heard of a release 'shop-v9'",
                        "remedy: "),
                mistake(
                        "a proof of nothing",
                        "verify shop-v9",
                        1,
                        "nothing was heard of a release 'shop-v9'",
                        "remedy: "),
                mistake(
                        "a URL without a token for it",
                        "status --url http://127.0.0.1:1",
                        2,
                        "there is no token for http://127.0.0.1:1",
                        "remedy: give --token or SLIPWAY_TOKEN, or --as ROLE"),
                mistake(
                        "a Slipway that does not run",
                        "status --url http://127.0.0.1:1 --token any",
                        3,
                        "gate-service is not reachable at http://127.0.0.1:1: connection refused",
                        "remedy: start Slipway with 'slipway up', or point to another"));
    }

    private static Arguments mistake(String name, String command, int exitCode, String error, String remedy) {
        return argumentSet(name, command, exitCode, error, remedy);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsToldWithItsRemedy(String command, int exitCode, String error, String remedy) {
        Typed typed = typed(command.split(" "));

        assertThat(typed.exitCode()).isEqualTo(exitCode);
        assertThat(typed.err()).startsWith("error: ").contains(error, "\n" + remedy);
        assertThat(typed.out()).isEmpty();
    }

    @Test
    void aRejectedReleaseIsStoppedAndItsTrailSaysWhoDidIt() {
        assertThat(request("v1.1.0").exitCode()).isZero();

        Typed rejected = typed("reject", "shop-v1.1.0", "--reason", "wrong migration", "-o", "json");

        assertThat(rejected.exitCode()).isZero();
        assertThat(Json.MAPPER.readTree(rejected.out()).path("outcome").asString())
                .isEqualTo("rejected");
        Awaitility.await()
                .untilAsserted(() -> assertThat(typed("trail", "shop-v1.1.0").out())
                        .containsPattern("ReleaseStopped .*outcome rejected, .*wrong migration"));
        assertThat(typed("status", "--all").out()).containsPattern("shop-v1.1.0 +minor +rejected");
    }

    /** A command, and what came of it. */
    private record Typed(int exitCode, String out, String err) {}

    private Typed typed(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = SlipwayCli.execute(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.plain(),
                Map.of("SLIPWAY_CONFIG", platform.data().resolve("client.json").toString()),
                folder,
                words);
        return new Typed(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Typed request(String version) {
        return typed(
                "request",
                "shop",
                version,
                "--commit",
                "4f1c2ab9",
                "--artifact",
                "web=registry.example/shop/web:" + version + "@" + DIGEST);
    }
}
