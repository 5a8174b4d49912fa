package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
    static Stream<String> commands() {
        return commandsOf(SlipwayCli.commandLine(Shell.ofThisProcess()), "");
    }

    private static Stream<String> commandsOf(CommandLine parent, String prefix) {
        return parent.getSubcommands().entrySet().stream()
                .flatMap(command -> Stream.concat(
                        Stream.of(prefix + command.getKey()),
                        commandsOf(command.getValue(), prefix + command.getKey() + " ")));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasADescriptionAndAnExampleOfItself(String command) {
        Typed.Result result = new Typed(Path.of("")).run((command + " --help").split(" "));

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("Usage: slipway " + command);
        assertThat(result.out().substring(result.out().indexOf("Example\n"))).contains("slipway " + command);
        assertThat(result.out()).contains("--help").doesNotContain("%n");
    }

    @Test
    void theProgramListsEveryCommandAndEveryExitCode() {
        String help = new Typed(Path.of("")).run("--help").out();

        assertThat(commands().filter(command -> !command.contains(" "))).allMatch(help::contains);
        assertThat(help)
                .contains("0   It is done.")
                .contains("3   No Slipway answered.")
                .contains("Example");
    }
}
