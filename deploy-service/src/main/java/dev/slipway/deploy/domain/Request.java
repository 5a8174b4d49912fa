package dev.slipway.deploy.domain;

import dev.slipway.events.Artifact;
import dev.slipway.events.ComponentPlan;
import dev.slipway.events.Plan;
import dev.slipway.events.ReleaseId;
import java.util.List;
import java.util.Optional;

/** What was requested, frozen: nothing else is ever deployed for this release. */
public record Request(ReleaseId release, String application, String version, Plan plan, List<Artifact> artifacts) {
    public Request {
        artifacts = List.copyOf(artifacts);
    }

    public Optional<Artifact> artifact(String component) {
        return artifacts.stream()
                .filter(artifact -> artifact.component().equals(component))
                .findFirst();
    }

    /** What a component is after this release. A component without an artifact is refused before it comes to this. */
    public Installed installed(ComponentPlan component) {
        Artifact artifact = artifact(component.name())
                .orElseThrow(() -> new IllegalStateException("no artifact for component '" + component.name() + "' of "
                        + release + ": the gate passed without it, which the policy refuses"));
        return new Installed(component.name(), LabelValue.of(version), artifact.pinned(), release.value());
    }

    public List<Installed> installed() {
        return plan.components().stream().map(this::installed).toList();
    }
}
