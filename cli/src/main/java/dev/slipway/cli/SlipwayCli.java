package dev.slipway.cli;

import dev.slipway.cli.view.Paint;
import dev.slipway.cli.view.Terminal;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code slipway} command. Public for the JVM that starts it. */
@Command(
        name = "slipway",
        description = {"Takes releases from CI to production, watches them there, takes bad ones back, and proves it."},
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:It is done.",
            "1:Slipway refused it, or the answer is a bad one.",
            "2:The command line, a file on it or the client file is wrong.",
            "3:No Slipway answered."
        },
        footerHeading = "%nExample%n",
        footer = {
            "  slipway up                                     # in one terminal; then in another:",
            "  slipway apply -f pipelines/agentaskit.yaml",
            "  slipway request agentaskit v1.2.3 --commit 4f1c2ab",
            "  slipway status agentaskit-v1.2.3 --watch"
        },
        commandListHeading = "%nCommands%n")
public final class SlipwayCli implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help; each command has its own.")
    boolean help;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    public static void main(String[] args) {
        int exitCode = execute(Shell.ofThisProcess(), args);
        System.out.flush();
        System.exit(exitCode);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "there is no command");
    }

    /**
     * Runs a command in this process, as {@link #main} would, for programs that show how it is used.
     *
     * @param environment in place of the process's own
     * @param directory what relative file names are relative to
     * @return the exit code
     */
    public static int execute(
            PrintStream out,
            PrintStream err,
            Terminal terminal,
            Map<String, String> environment,
            Path directory,
            String... args) {
        return execute(
                new Shell(
                        InputStream.nullInputStream(),
                        out,
                        err,
                        environment,
                        directory,
                        directory,
                        terminal,
                        Clock.system(ZoneId.systemDefault())),
                args);
    }

    static int execute(Shell shell, String... args) {
        return commandLine(shell).execute(args);
    }

    static CommandLine commandLine(Shell shell) {
        CommandLine commands = new CommandLine(new SlipwayCli());
        List.of(
                        new Programs.Demo(),
                        new Programs.Up(),
                        new ApplyCommand(shell),
                        new RequestCommand(shell),
                        new EvidenceCommand(shell),
                        new StatusCommand(shell),
                        new ApproveCommand(shell),
                        new RejectCommand(shell),
                        new RevokeCommand(shell),
                        new AbortCommand(shell),
                        new RollbackCommand(shell),
                        new PauseCommand(shell),
                        new ResumeCommand(shell),
                        new TrailCommand(shell),
                        new VerifyCommand(shell),
                        DeadLettersCommand.on(shell))
                .forEach(commands::addSubcommand);
        Help.Ansi ansi = shell.terminal().colours() ? Help.Ansi.ON : Help.Ansi.OFF;
        return commands.setColorScheme(Help.defaultColorScheme(ansi))
                .setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(Math.clamp(shell.terminal().size().columns(), 60, 100))
                .setUsageHelpAutoWidth(false)
                .setParameterExceptionHandler((error, _) -> usage(shell, error))
                .setExecutionExceptionHandler((error, command, _) -> failure(shell, error, command.getParseResult()));
    }

    private static int usage(Shell shell, ParameterException error) {
        CommandLine command = error.getCommandLine();
        tell(shell, Failure.usage(String.valueOf(error.getMessage()), remedy(command, error)), false);
        return ExitCode.USAGE;
    }

    private static String remedy(CommandLine command, ParameterException error) {
        String help = "see '" + command.getCommandSpec().qualifiedName() + " --help'";
        if (error instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            return "did you mean " + String.join(", ", unmatched.getSuggestions()) + "? " + help;
        }
        return help;
    }

    private static int failure(Shell shell, Exception error, ParseResult parsed) throws Exception {
        if (!(error instanceof Failure failure)) {
            throw error; // a bug, or a broken disk: its trace is what helps
        }
        shell.out().flush();
        boolean json = parsed.matchedOptionValue("--output", SlipwayCommand.Format.TEXT) == SlipwayCommand.Format.JSON;
        tell(shell, failure, json);
        return failure.exitCode();
    }

    /** With {@code -o json}, what a service refused is told in its own JSON. */
    static void tell(Shell shell, Failure failure, boolean json) {
        Problem problem = failure.problem();
        if (json && problem != null) {
            shell.err().println(Json.pretty(problem.body()));
            return;
        }
        failure.lines().stream().map(Paint::harmless).forEach(shell.err()::println);
    }
}
