package dev.slipway.cli;

import dev.slipway.cli.view.Paint;
import dev.slipway.cli.view.ReleaseView;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;

/** What the commands that talk to a Slipway have in common. */
abstract class SlipwayCommand implements Callable<Integer> {
    /** The form of the output. */
    enum Format {
        TEXT,
        JSON
    }

    static final class FormatConverter implements ITypeConverter<Format> {
        @Override
        public Format convert(String value) {
            return switch (value) {
                case "text" -> Format.TEXT;
                case "json" -> Format.JSON;
                default -> throw new TypeConversionException("'" + value + "' is no form of output: give text or json");
            };
        }
    }

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            converter = FormatConverter.class,
            description = "text (the default) or json.")
    private Format format = Format.TEXT;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    final Shell shell;
    private @Nullable Servers servers;

    SlipwayCommand(Shell shell) {
        this.shell = shell;
    }

    abstract int run() throws Exception;

    @Override
    public final Integer call() throws Exception {
        return run();
    }

    /** Calls the services as this role, unless the user chose another. */
    final Api as(Role role) {
        return new Api(servers(), role);
    }

    final Servers servers() {
        if (servers == null) {
            servers = new Servers(shell, connection);
        }
        return servers;
    }

    final boolean json() {
        return format == Format.JSON;
    }

    final void print(JsonNode node) {
        shell.out().println(Json.pretty(node));
    }

    /** A line of text in which others may have had their say. */
    final void print(String line) {
        shell.out().println(Paint.harmless(line));
    }

    final Paint paint() {
        return new Paint(shell.terminal().colours());
    }

    /** A release after a command: what it is at now, and how to follow it. */
    final int printRelease(JsonNode answer, String done) {
        if (json()) {
            print(answer);
            return ExitCode.OK;
        }
        ReleaseView release = release(answer);
        String stage = release.stage() == null ? "" : ", stage " + release.stage();
        print("%s: %s; %s%s".formatted(release.id(), done, release.status().replace('-', ' '), stage));
        if (!release.ended()) {
            print("follow it: slipway status " + release.id() + " --watch");
        }
        return ExitCode.OK;
    }

    static ReleaseView release(JsonNode answer) {
        try {
            return ReleaseView.of(answer);
        } catch (IllegalArgumentException e) {
            throw Failure.failed(
                    String.valueOf(e.getMessage()),
                    "check that this slipway command and the server are of one version");
        }
    }
}
