package dev.slipway.gate.pipeline;

import java.util.Map;

/**
 * Where a stage deploys.
 *
 * @param variables what the probes' <code>{{name}}</code> mean here
 */
public record Environment(String name, String namespace, Map<String, String> variables) {
    public Environment {
        variables = Map.copyOf(variables);
    }
}
