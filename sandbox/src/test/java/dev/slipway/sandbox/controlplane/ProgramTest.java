package dev.slipway.sandbox.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {

    @TempDir
    private Path folder;

    @Test
    void diesWhenTheOtherEndOfItsStandardInputDoes() throws Exception {
        try (Program program = start("exec sleep 1000")) {
            program.process().getOutputStream().close(); // as when this JVM is killed

            assertThat(program.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void isGoneAfterClose() throws IOException {
        Program program = start("exec sleep 1000");

        program.close();

        assertThat(program.isAlive()).isFalse();
    }

    @Test
    void aProgramThatEndsByItselfIsNotWaitedForAndItsLogIsShown() throws IOException {
        try (Program program = start("echo the port is taken; exit 1")) {
            assertThatThrownBy(() -> Deadline.in(Duration.ofMinutes(5)).await(program, () -> false))
                    .isInstanceOf(IOException.class)
                    .hasMessage("etcd has ended by itself:\nthe port is taken");
        }
    }

    @Test
    void aProgramThatIsNeverReadyIsWaitedForUntilTheDeadline() throws IOException {
        try (Program program = start("exec sleep 1000")) {
            assertThatThrownBy(() -> Deadline.in(Duration.ofMillis(100)).await(program, () -> false))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("etcd was not ready after 0 s");
        }
    }

    private Program start(String script) throws IOException {
        Path executable = folder.resolve("etcd");
        Files.writeString(executable, "#!/bin/sh\n" + script + "\n");
        assertThat(executable.toFile().setExecutable(true)).isTrue();
        return Program.start(new Settings(new Installation(folder, folder), folder, null), "etcd", List.of());
    }
}
