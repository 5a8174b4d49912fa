package dev.slipway.gate.domain;

import dev.slipway.events.Artifact;
import dev.slipway.events.Binding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that is known of a release that was accepted.
 *
 * @param evidence one report per kind, format and part: the newest
 * @param stages those that it has behind it, and the one in which it ended
 */
public record Dossier(
        Request request,
        List<Artifact> artifacts,
        List<Evidence> evidence,
        List<Approval> approvals,
        List<StageRecord> stages) {
    public Dossier {
        artifacts = List.copyOf(artifacts);
        evidence = List.copyOf(evidence);
        approvals = List.copyOf(approvals);
        stages = List.copyOf(stages);
    }

    /** What an approval that is given now would be bound to. */
    public Binding binding() {
        return new Binding(
                artifacts.stream().map(Artifact::digest).toList(),
                request.plan().pipelineRevision());
    }

    /** Every fact by its name, of all reports together. */
    public Map<String, Object> facts() {
        return Totals.of(evidence);
    }

    Dossier with(Evidence report) {
        return new Dossier(request, artifacts, report.among(evidence), approvals, stages);
    }

    Dossier with(Approval approval) {
        List<Approval> all = new ArrayList<>(approvals);
        all.add(approval);
        return new Dossier(request, artifacts, evidence, all, stages);
    }

    Dossier without(Approval approval) {
        List<Approval> kept = new ArrayList<>(approvals);
        kept.remove(approval);
        return new Dossier(request, artifacts, evidence, kept, stages);
    }

    Dossier with(StageRecord stage) {
        List<StageRecord> all = new ArrayList<>(stages);
        all.add(stage);
        return new Dossier(request, artifacts, evidence, approvals, all);
    }
}
