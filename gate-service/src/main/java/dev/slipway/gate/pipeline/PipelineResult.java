package dev.slipway.gate.pipeline;

import java.util.List;

/** What came of reading a pipeline file. */
public sealed interface PipelineResult {
    record Loaded(Pipeline pipeline) implements PipelineResult {}

    /** @param problems all that were found, in the file's order */
    record Invalid(List<Problem> problems) implements PipelineResult {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}
