package dev.slipway.gate.cdevents;

import dev.slipway.events.Actor;
import dev.slipway.events.Artifact;
import dev.slipway.events.Digest;
import dev.slipway.events.Version;
import dev.slipway.gate.application.Pipelines;
import dev.slipway.gate.application.Releases;
import dev.slipway.gate.domain.Evidence;
import dev.slipway.gate.pipeline.Component;
import dev.slipway.gate.pipeline.Pipeline;
import dev.slipway.gate.pipeline.Trigger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a CDEvent means to gate-service. Its {@code customData} says which application and commit it is about. */
final class CdEvents {
    private static final Duration BORNE_SKEW = Duration.ofMinutes(5);
    private static final Pattern COMMIT = Pattern.compile("[0-9a-fA-F]{7,64}");
    private static final Pattern KIND = Pattern.compile("[a-z][A-Za-z0-9_-]{0,39}");

    private final Releases releases;
    private final Pipelines pipelines;
    private final Clock clock;

    CdEvents(Releases releases, Pipelines pipelines, Clock clock) {
        this.releases = releases;
        this.pipelines = pipelines;
        this.clock = clock;
    }

    /** What became of it. */
    sealed interface Heard {
        /** @param joined the releases that are told; none where the commit has no release yet */
        record Recorded(String kind, Map<String, Object> facts, Set<String> joined) implements Heard {}

        record Built(Artifact artifact, Set<String> joined) implements Heard {}

        record Asked(Releases.Answer answer) implements Heard {}

        record Ignored(String why) implements Heard {}
    }

    /**
     * Takes an event; the same one again changes nothing, whichever way it comes.
     *
     * @throws WrongCdEvent if it cannot be used
     */
    Heard hear(CdEvent event, Actor by) {
        if (event.at().isAfter(clock.instant().plus(BORNE_SKEW))) { // it would outrank all until then
            throw new WrongCdEvent(
                    "context.timestamp",
                    event.at().toString(),
                    "is in the future",
                    "set the clock of the machine right");
        }
        return switch (event.kind()) {
            case "artifact.packaged", "artifact.published" -> built(event);
            case "testsuiterun.finished" -> record(event, "testsuite", outcome(event), by);
            case "pipelinerun.finished" -> record(event, "pipeline", outcome(event), by);
            case "change.merged" -> merged(event, by);
            default -> new Heard.Ignored(event.kind() + " means nothing to a release");
        };
    }

    private Heard built(CdEvent event) {
        Pipeline pipeline = pipeline(event);
        String commit = commit(event);
        OciPurl purl = OciPurl.of(event.subjectId()).orElse(null);
        String repository = purl == null ? null : purl.repository();
        String named = event.custom("component");
        Component component = pipeline.components().stream()
                .filter(one -> named == null
                        ? one.image().equals(repository)
                        : one.name().equals(named))
                .findFirst()
                .orElseThrow(() -> new WrongCdEvent(
                        "customData.component",
                        named == null ? "" : named,
                        "names no component of " + pipeline.application(),
                        "give one of "
                                + pipeline.components().stream()
                                        .map(Component::name)
                                        .toList()));
        String digest = event.custom("digest");
        String reference = event.custom("reference");
        if (digest == null) {
            digest = purl == null ? event.customRequired("digest", "sha256: and 64 hexadecimal digits") : purl.digest();
        }
        if (reference == null) {
            String tag = purl == null || purl.tag() == null ? "" : ":" + purl.tag();
            reference = (repository == null ? component.image() : repository) + tag;
        }
        Artifact artifact;
        try {
            artifact = new Artifact(component.name(), reference, new Digest(digest));
        } catch (IllegalArgumentException e) {
            throw new WrongCdEvent("subject.id", event.subjectId(), String.valueOf(e.getMessage()), "correct it");
        }
        return new Heard.Built(
                artifact,
                releases.built(
                        pipeline.application(), commit, artifact, event.digest().value()));
    }

    private Heard merged(CdEvent event, Actor by) {
        Heard recorded = record(event, "change", Map.of("merged", true, "id", event.subjectId()), by);
        String version = event.custom("version");
        if (version == null) {
            return recorded;
        }
        Pipeline pipeline = pipeline(event);
        String branch = event.customRequired("branch", "the branch that it was merged into");
        if (!pipeline.triggers().contains(new Trigger.Merge(branch))) {
            return new Heard.Ignored("no trigger of " + pipeline.application() + " is a merge into '" + branch + "'");
        }
        Version asked;
        try {
            asked = new Version(version);
        } catch (IllegalArgumentException e) {
            throw new WrongCdEvent("customData.version", version, String.valueOf(e.getMessage()), "correct it");
        }
        return new Heard.Asked(releases.request(new Releases.Ask(
                pipeline.application(), asked, commit(event), List.of(), null, event.custom("reason"), "cdevent", by)));
    }

    /** 0.4 and 0.5 agree on the outcome's words; the rest is for people. */
    private static Map<String, Object> outcome(CdEvent event) {
        String outcome = event.content().path("outcome").asString("");
        if (!Set.of("success", "failure", "cancel", "error").contains(outcome)) {
            throw new WrongCdEvent(
                    "subject.content.outcome", outcome, "is not an outcome", "give success, failure, cancel or error");
        }
        Map<String, Object> facts = new TreeMap<>(Map.of("outcome", outcome, "passed", outcome.equals("success")));
        String reason = event.content()
                .path("reason")
                .asString(event.content().path("errors").asString(""));
        if (!reason.isEmpty()) {
            facts.put("reason", reason.substring(0, Math.min(reason.length(), 1_000)));
        }
        return facts;
    }

    private Heard record(CdEvent event, String usualKind, Map<String, Object> facts, Actor by) {
        String named = event.custom("kind");
        String kind = named == null ? usualKind : named;
        if (!KIND.matcher(kind).matches()) {
            throw new WrongCdEvent(
                    "customData.kind",
                    kind,
                    "cannot be named in a condition",
                    "begin with a small letter, then up to 39 letters, digits, - and _");
        }
        Map<String, Object> dotted = new TreeMap<>();
        facts.forEach((name, value) -> dotted.put(kind.replace('-', '_') + "." + name, value));
        Evidence evidence =
                new Evidence(kind, "cdevent", part(event), commit(event), dotted, event.digest(), by, event.at());
        return switch (releases.report(pipeline(event).application(), evidence)) {
            case Releases.Report.Kept(var joined, var _) -> new Heard.Recorded(kind, dotted, joined);
            case Releases.Report.No(var refusal) -> throw new WrongCdEvent(refusal);
        };
    }

    /** Which suite or pipeline it was: one that is green says nothing about another that is red. */
    private static @Nullable String part(CdEvent event) {
        return Stream.of(
                        event.custom().path("part"),
                        event.content().path("testSuite").path("id"),
                        event.content().path("testSuite").path("name"),
                        event.content().path("pipelineName"))
                .map(node -> node.asString(""))
                .filter(name -> !name.isBlank())
                .map(name -> name.substring(0, Math.min(name.length(), 200)))
                .findFirst()
                .orElse(null);
    }

    private Pipeline pipeline(CdEvent event) {
        String application = event.customRequired("application", "the application's name in its pipeline");
        return pipelines
                .find(application)
                .orElseThrow(() -> new WrongCdEvent(
                        "customData.application",
                        application,
                        "has no pipeline",
                        "apply its pipeline first, or correct the name"));
    }

    private static String commit(CdEvent event) {
        String commit = event.customRequired("commit", "the commit in hexadecimal");
        if (!COMMIT.matcher(commit).matches()) {
            throw new WrongCdEvent("customData.commit", commit, "is not a commit", "give 7 to 64 hexadecimal digits");
        }
        return commit.toLowerCase(Locale.ROOT);
    }
}
