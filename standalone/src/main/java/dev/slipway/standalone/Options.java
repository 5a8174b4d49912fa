package dev.slipway.standalone;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code up} and {@code demo} can both be told. */
public final class Options {
    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
    public Path data = Path.of("data");

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = {
                "The first of nine ports: gateway, the five services, Kubernetes API, Kafka, store",
                "(default: ${DEFAULT-VALUE}; 0: any that are free)."
            })
    public int port = 8080;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "Where the services listen (default: loopback only).")
    public String bind = "127.0.0.1";

    @Option(
            names = "--var",
            paramLabel = "NAME=VALUE",
            description = "A variable of the pipelines, such as soak=10s; may be repeated.")
    public Map<String, String> variables = new LinkedHashMap<>();

    @Option(
            names = "--pipelines",
            paramLabel = "FOLDER",
            description = "Pipelines that are applied at the start (default: none).")
    public @Nullable Path pipelines;

    /** Further settings of the services, by their property's name; for programs that start Slipway. */
    public Map<String, String> settings = new LinkedHashMap<>();
}
