package dev.slipway.events;

import java.util.List;

/** What exactly an approval is of; where any of it changes, the approval is void. */
public record Binding(List<Digest> artifacts, String pipelineRevision) {
    public Binding {
        artifacts = artifacts.stream()
                .map(Digest::value)
                .sorted()
                .distinct()
                .map(Digest::new)
                .toList();
    }
}
