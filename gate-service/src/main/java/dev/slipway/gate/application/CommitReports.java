package dev.slipway.gate.application;

import dev.slipway.events.Artifact;
import dev.slipway.gate.domain.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What CI has said about one commit of one application, whether or not a release knows it yet.
 *
 * @param evidence the newest of each kind and format
 * @param artifacts what was built of it, the newest of each component
 * @param releases those of the commit
 * @param told whether the releases know all of it
 */
record CommitReports(
        String application,
        String commit,
        List<Evidence> evidence,
        List<Artifact> artifacts,
        Set<String> releases,
        boolean told) {
    CommitReports {
        evidence = List.copyOf(evidence);
        artifacts = List.copyOf(artifacts);
        releases = Set.copyOf(releases);
    }

    CommitReports with(Evidence report) {
        return new CommitReports(application, commit, report.among(evidence), artifacts, releases, releases.isEmpty());
    }

    CommitReports with(Artifact artifact) {
        List<Artifact> all = new ArrayList<>(artifacts);
        all.removeIf(known -> known.component().equals(artifact.component()));
        all.add(artifact);
        return new CommitReports(application, commit, evidence, all, releases, releases.isEmpty());
    }

    CommitReports with(String release) {
        Set<String> all = new TreeSet<>(releases);
        all.add(release);
        return new CommitReports(application, commit, evidence, artifacts, all, false);
    }

    CommitReports allTold() {
        return new CommitReports(application, commit, evidence, artifacts, releases, true);
    }
}
