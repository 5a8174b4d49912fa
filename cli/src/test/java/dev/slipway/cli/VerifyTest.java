package dev.slipway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.auditlog.Checkpoint;
import dev.slipway.auditlog.Content;
import dev.slipway.auditlog.Hash;
import dev.slipway.auditlog.InclusionProof;
import dev.slipway.auditlog.Note;
import dev.slipway.auditlog.NoteSigner;
import dev.slipway.auditlog.TrailBundle;
import dev.slipway.auditlog.TrailRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log of one record, signed for real. */
class VerifyTest {
    @TempDir
    Path folder;

    private final FakeSlipway slipway;
    private final NoteSigner signer = NoteSigner.generate("slipway.example/log");
    private final String bundle;

    VerifyTest() throws IOException {
        slipway = new FakeSlipway();
        Content said = Content.salted("{\"weight\":10}".getBytes(UTF_8));
        var record = new TrailRecord(
                "gate/a-v1.0.0/1/0",
                "a-v1.0.0",
                0,
                Hash.NONE,
                "ReleaseRequested",
                Instant.parse("2026-11-21T04:02:07Z"),
                1,
                new TrailRecord.Source("ReleaseRequested", 0, 7),
                said.commitment());
        Note note = signer.sign(new Checkpoint("slipway.example/log", 1, record.leaf()).text());
        var entry = TrailBundle.Entry.of(record.bytes(), said, new InclusionProof(0, 1, List.of()));
        bundle = new String(TrailBundle.of(note, List.of(entry)).toJson(), UTF_8);
    }

    @BeforeEach
    void key() throws IOException {
        Files.writeString(folder.resolve("log.vkey"), signer.verifier() + "\n");
        slipway.answers("GET /v1/trails/a-v1.0.0/bundle", 200, bundle)
                .answers("GET /v1/trails/b-v1.0.0/bundle", 200, bundle)
                .answers("GET /v1/checkpoint/key", 200, "text/plain", signer.verifier() + "\n");
    }

    @AfterEach
    void stop() {
        slipway.close();
    }

    private Typed.Result online(String... words) {
        return new Typed(folder)
                .with("SLIPWAY_URL", slipway.url())
                .with("SLIPWAY_TOKEN", "t")
                .run(words);
    }

    @Test
    void aBundleIsVerifiedWithNothingButTheKey() {
        assertThat(online("trail", "a-v1.0.0", "--bundle", "trail.json").exitCode())
                .isZero();

        Typed.Result result = new Typed(folder).run("verify", "trail.json", "--key", "log.vkey");

        assertThat(result).isEqualTo(new Typed.Result(0, """
                                verified: 1 records of a-v1.0.0 are in the log slipway.example/log, signed at size 1
                                  key: log.vkey
                                """, ""));
    }

    @Test
    void aReleaseIsVerifiedAndItIsSaidWhoseKeyThatWas() {
        Typed.Result result = online("verify", "a-v1.0.0", "-o", "json");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("\"verified\" : true")
                .contains("\"records\" : 1")
                .contains("\"key\" : \"the server's own word\"");
    }

    @Test
    void aChangedBundleIsNotVerified() throws IOException {
        Files.writeString(folder.resolve("trail.json"), bundle.replace("\"index\":0", "\"index\":1"));

        Typed.Result result = new Typed(folder).run("verify", "trail.json", "--key", "log.vkey");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).startsWith("NOT verified");
    }

    @Test
    void anotherLogsKeyDoesNotVerify() throws IOException {
        Files.writeString(
                folder.resolve("other.vkey"),
                NoteSigner.generate("slipway.example/log").verifier().toString());

        Typed.Result result = online("verify", "a-v1.0.0", "--key", "other.vkey", "-o", "json");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("\"flaw\" : \"not-signed\"");
    }

    @Test
    void aBundleOfAnotherReleaseIsNotTaken() {
        Typed.Result result = online("verify", "b-v1.0.0");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("the server's bundle is of a-v1.0.0, not of b-v1.0.0");
    }

    @Test
    void aKeyThatIsNoneIsNamed() throws IOException {
        Files.writeString(folder.resolve("bad.vkey"), "hello");

        Typed.Result result = online("verify", "a-v1.0.0", "--key", "bad.vkey");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("--key: file 'bad.vkey' is not the public key of a log");
    }
}
