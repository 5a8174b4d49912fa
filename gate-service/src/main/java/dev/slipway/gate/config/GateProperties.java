package dev.slipway.gate.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of gate-service.
 *
 * @param pipelines a folder whose pipelines are applied at every start; null for none
 * @param variables values for {@code ${name}} in pipelines
 * @param githubSecret the secret of GitHub's webhook; null refuses every call of it
 * @param maxEvidenceBytes how large a report may be
 */
@ConfigurationProperties("slipway.gate")
public record GateProperties(
        @Nullable Path pipelines,
        @DefaultValue Map<String, String> variables,
        @Nullable String githubSecret,
        @DefaultValue("33554432") long maxEvidenceBytes) {
    public GateProperties {
        pipelines = pipelines == null || pipelines.toString().isBlank() ? null : pipelines;
        githubSecret = githubSecret == null || githubSecret.isBlank() ? null : githubSecret;
        variables = Map.copyOf(variables);
    }
}
