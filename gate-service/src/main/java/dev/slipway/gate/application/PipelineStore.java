package dev.slipway.gate.application;

import java.util.List;
import java.util.Optional;

/** Keeps the pipelines that were applied. */
public interface PipelineStore {
    /** Keeps the application's pipeline in place of the one before. */
    void save(StoredPipeline pipeline);

    Optional<StoredPipeline> find(String application);

    /** All of them, by application. */
    List<StoredPipeline> all();

    /** A pipeline as it was written. */
    record StoredPipeline(String application, String revision, String yaml) {}
}
