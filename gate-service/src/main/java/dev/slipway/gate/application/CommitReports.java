package dev.slipway.gate.application;

import dev.slipway.decision.Refusal;
import dev.slipway.events.Artifact;
import dev.slipway.gate.domain.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What CI has said about one commit of one application, whether or not a release knows it yet.
 *
 * @param evidence the newest of each kind, format and part
 * @param artifacts what was built of it, the newest of each component
 * @param releases those of the commit
 * @param told whether the releases know all of it
 * @param untoldSince since when one of them was asked for that is not known yet; null for none
 */
record CommitReports(
        String application,
        String commit,
        List<Evidence> evidence,
        List<Artifact> artifacts,
        Set<String> releases,
        boolean told,
        @Nullable Instant untoldSince) {
    private static final int MOST_PARTS = 1_000;
    private static final String PART = "part";

    CommitReports {
        evidence = List.copyOf(evidence);
        artifacts = List.copyOf(artifacts);
        releases = Set.copyOf(releases);
    }

    /** Why it is not taken; empty where it is. */
    Optional<Refusal> refuses(Evidence report) {
        List<Evidence> others = evidence.stream()
                .filter(known -> known.isBeside(report) && !known.slot().equals(report.slot()))
                .toList();
        if (others.size() >= MOST_PARTS) {
            return Optional.of(Refusal.conflict(
                            "too-many-parts",
                            "commit " + commit + " has " + others.size() + " parts of " + report.kind() + " already",
                            "merge the tool's files before they are reported")
                    .about(PART, report.part()));
        }
        if (!report.format().equals("json")) {
            return Optional.empty();
        }
        return others.stream()
                .flatMap(other -> report
                        .contradicts(other)
                        .map(fact -> Refusal.conflict(
                                        "contradicting-parts",
                                        "fact " + fact + " is " + report.facts().get(fact) + ", but "
                                                + other.facts().get(fact) + " in "
                                                + (other.part() == null ? "the whole" : "part '" + other.part() + "'"),
                                        "JSON is not added up: report another thing as its own kind, a newer report with the same part")
                                .about(PART, report.part()))
                        .stream())
                .findFirst();
    }

    /** The names of the parts that were reported of its kind. */
    Set<String> partsBeside(Evidence report) {
        return evidence.stream()
                .filter(report::isBeside)
                .map(Evidence::part)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    CommitReports with(Evidence report) {
        return new CommitReports(
                application, commit, report.among(evidence), artifacts, releases, releases.isEmpty(), untoldSince);
    }

    CommitReports with(Artifact artifact) {
        List<Artifact> all = new ArrayList<>(artifacts);
        all.removeIf(known -> known.component().equals(artifact.component()));
        all.add(artifact);
        return new CommitReports(application, commit, evidence, all, releases, releases.isEmpty(), untoldSince);
    }

    CommitReports with(String release) {
        Set<String> all = new TreeSet<>(releases);
        all.add(release);
        return new CommitReports(application, commit, evidence, artifacts, all, false, untoldSince);
    }

    CommitReports untoldSince(Instant since) {
        return new CommitReports(application, commit, evidence, artifacts, releases, false, since);
    }

    CommitReports allTold() {
        return new CommitReports(application, commit, evidence, artifacts, releases, true, null);
    }
}
