package dev.slipway.gate.application;

import dev.slipway.gate.application.PipelineStore.StoredPipeline;
import dev.slipway.gate.pipeline.Pipeline;
import dev.slipway.gate.pipeline.PipelineReader;
import dev.slipway.gate.pipeline.PipelineResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pipelines that releases are asked for by. */
public final class Pipelines {
    private static final Logger log = LoggerFactory.getLogger(Pipelines.class);

    private final PipelineStore store;
    private final Map<String, String> variables;
    private final Map<StoredPipeline, Pipeline> read = new ConcurrentHashMap<>();

    /** @param variables values for {@code ${name}} in the files */
    public Pipelines(PipelineStore store, Map<String, String> variables) {
        this.store = store;
        this.variables = Map.copyOf(variables);
    }

    /** What became of applying a file. */
    public sealed interface Applied {
        /** @param changed whether it differs from the one before */
        record Accepted(Pipeline pipeline, boolean changed) implements Applied {}

        record Refused(PipelineResult.Invalid invalid) implements Applied {}
    }

    /** Keeps a pipeline; releases on their way are not touched by it. */
    public Applied apply(String fileName, String yaml) {
        return switch (PipelineReader.read(fileName, yaml, variables)) {
            case PipelineResult.Invalid invalid -> new Applied.Refused(invalid);
            case PipelineResult.Loaded(Pipeline pipeline) -> {
                StoredPipeline stored = new StoredPipeline(pipeline.application(), pipeline.revision(), yaml);
                boolean changed = store.find(pipeline.application())
                        .filter(before -> before.revision().equals(stored.revision()))
                        .isEmpty();
                store.save(stored);
                yield new Applied.Accepted(pipeline, changed);
            }
        };
    }

    /** Applies every {@code .yaml} file of a folder; one that is wrong is logged with all its problems, and left out. */
    public void applyFolder(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList()) {
                if (apply(file.getFileName().toString(), Files.readString(file)) instanceof Applied.Refused refused) {
                    refused.invalid()
                            .problems()
                            .forEach(problem -> log.atError()
                                    .addKeyValue("problem", problem)
                                    .log("pipeline refused"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading the pipelines in " + folder + " failed", e);
        }
    }

    public Optional<Pipeline> find(String application) {
        return store.find(application).map(this::parsed);
    }

    public Optional<StoredPipeline> text(String application) {
        return store.find(application);
    }

    public List<StoredPipeline> all() {
        return store.all();
    }

    private Pipeline parsed(StoredPipeline stored) {
        return read.computeIfAbsent(stored, this::parse);
    }

    private Pipeline parse(StoredPipeline stored) {
        return switch (PipelineReader.read(stored.application() + ".yaml", stored.yaml(), variables)) {
            case PipelineResult.Loaded(Pipeline pipeline) -> pipeline;
            case PipelineResult.Invalid invalid ->
                throw new IllegalStateException("the stored pipeline of " + stored.application()
                        + " cannot be read any more; apply it again: " + invalid.problems());
        };
    }
}
