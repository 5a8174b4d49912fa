package dev.slipway.simulation;

import dev.slipway.events.ReleaseId;
import dev.slipway.events.Version;
import dev.slipway.gate.application.PipelineStore;
import dev.slipway.gate.application.Pipelines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The application whose releases are simulated. */
final class Shop {
    static final Pipelines PIPELINES = read();

    private Shop() {}

    /** The release that brings a version. */
    static String release(String version) {
        return ReleaseId.of("shop", new Version(version)).value();
    }

    private static Pipelines read() {
        Map<String, PipelineStore.StoredPipeline> stored = new HashMap<>();
        Pipelines pipelines = new Pipelines(
                new PipelineStore() {
                    @Override
                    public void save(StoredPipeline pipeline) {
                        stored.put(pipeline.application(), pipeline);
                    }

                    @Override
                    public Optional<StoredPipeline> find(String application) {
                        return Optional.ofNullable(stored.get(application));
                    }

                    @Override
                    public List<StoredPipeline> all() {
                        return List.copyOf(stored.values());
                    }
                },
                Map.of());
        try (var file = Shop.class.getResourceAsStream("/shop.yaml")) {
            var applied = pipelines.apply(
                    "shop.yaml", new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8));
            if (applied instanceof Pipelines.Applied.Refused refused) {
                throw new IllegalStateException("the pipeline is refused: " + refused.invalid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pipelines;
    }
}
