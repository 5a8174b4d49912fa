package dev.slipway.audit.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.auditlog.NoteSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

    @TempDir
    private Path folder;

    @Test
    void theFirstStartMakesAKeyThatOnlyItsOwnerCanRead() throws IOException {
        Path file = folder.resolve("new").resolve("log.key");

        NoteSigner made = KeyFile.signer(file, "log");

        assertThat(KeyFile.signer(file, "log").secret()).isEqualTo(made.secret());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aLogKeepsItsName() {
        Path file = folder.resolve("log.key");
        KeyFile.signer(file, "log");

        assertThatThrownBy(() -> KeyFile.signer(file, "other"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is of the log 'log', but slipway.audit.log-name is 'other'");
    }

    @Test
    void aFileThatIsNoKeyIsRefusedAndLeftAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("log.key"), "not\na key\n");

        assertThatThrownBy(() -> KeyFile.signer(file, "log"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(file.toString());
        assertThat(file).hasContent("not\na key\n");
    }
}
