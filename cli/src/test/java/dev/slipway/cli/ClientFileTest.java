package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which server is asked, and with whose token. */
class ClientFileTest {
    @TempDir
    Path folder;

    private final FakeSlipway slipway;

    ClientFileTest() throws IOException {
        slipway = new FakeSlipway();
    }

    @AfterEach
    void stop() {
        slipway.close();
    }

    private Path write(String name, String mode) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        String json = """
                {"gate": "%1$s/", "audit": "%1$s", "canary": "%1$s", "deploy": "%1$s", "notify": "%1$s",
                 "tokens": {"engineer": "t-engineer", "release-approver": "t-release-approver", "ci": "t-ci",
                            "operator": "t-operator", "auditor": "t-auditor"}}""".formatted(slipway.url());
        Files.writeString(file, json);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }

    @ParameterizedTest
    @CsvSource({
        "engineer, request a v1.0.0 --commit c",
        "ci, evidence a c --kind tests f.xml",
        "operator, apply -f f.xml",
        "release-approver, approve a-v1.0.0",
        "release-approver, reject a-v1.0.0",
        "release-approver, revoke a-v1.0.0",
        "engineer, abort a-v1.0.0 --reason r",
        "engineer, rollback a --reason r",
        "engineer, pause a-v1.0.0",
        "engineer, resume a-v1.0.0",
        "auditor, status",
        "auditor, trail a-v1.0.0",
        "auditor, verify a-v1.0.0",
        "ci, status --as CI"
    })
    void eachCommandTakesTheTokenOfItsRole(String role, String line) throws IOException {
        write("data/client.json", "rw-------");
        Files.writeString(folder.resolve("f.xml"), "<a/>");

        Typed.Result result = new Typed(folder).run(line.split(" "));

        assertThat(slipway.asked()).isNotEmpty().allMatch(a -> a.authorization().equals("Bearer t-" + role));
        assertThat(result.err()).doesNotContain("warning");
    }

    @ParameterizedTest
    @CsvSource({"data/client.json", "home/.config/slipway/client.json"})
    void itIsFoundInTheUsualPlaces(String place) throws IOException {
        write(place, "rw-------");

        new Typed(folder).run("status");

        assertThat(slipway.asked()).hasSize(1);
    }

    @Test
    void aFileThatOthersCanReadIsWarnedOf() throws IOException {
        write("elsewhere.json", "rw-r--r--");

        Typed.Result result =
                new Typed(folder).with("SLIPWAY_CONFIG", "elsewhere.json").run("status");

        assertThat(result.err()).contains("others can read it (rw-r--r--): chmod 600");
        assertThat(slipway.asked()).hasSize(1);
    }

    @Test
    void itsTokensDoNotGoToAnotherServerUnasked() throws IOException {
        write("data/client.json", "rw-------");

        Typed.Result result = new Typed(folder).run("status", "--url", slipway.url());
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("there is no token for " + slipway.url());
        assertThat(slipway.asked()).isEmpty();

        new Typed(folder).run("status", "--url", slipway.url(), "--as", "operator");
        assertThat(slipway.asked()).extracting(FakeSlipway.Asked::authorization).containsExactly("Bearer t-operator");
    }

    @Test
    void aFlagIsBeforeTheEnvironmentIsBeforeTheFile() throws IOException {
        write("data/client.json", "rw-------");

        new Typed(folder).with("SLIPWAY_TOKEN", "t-variable").run("status");
        new Typed(folder).with("SLIPWAY_TOKEN", "t-variable").run("status", "--token", "t-flag");

        assertThat(slipway.asked())
                .extracting(FakeSlipway.Asked::authorization)
                .containsExactly("Bearer t-variable", "Bearer t-flag");
    }

    @Test
    void withoutAnyTheUserIsToldHowToStart() {
        Typed.Result result = new Typed(folder).run("status");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("no Slipway is known here").contains("slipway up");
    }

    @Test
    void aFileThatIsNoJsonIsNamed() throws IOException {
        Files.writeString(write("data/client.json", "rw-------"), "{");

        Typed.Result result = new Typed(folder).run("status");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("client.json is not JSON");
    }
}
