package dev.slipway.audit.domain;

import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.ApprovalRequested;
import dev.slipway.events.CanaryMeasured;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EvidenceRecorded;
import dev.slipway.events.GateWaived;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.events.ReleaseRequested;
import dev.slipway.events.ReleaseStopped;
import dev.slipway.events.RollbackCompleted;
import dev.slipway.events.RollbackFailed;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.codec.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A release's evidence folder, made of its trail. The same trail gives the same files. */
public final class Evidence {

    private Evidence() {}

    /** Whether the folder is to be written when this was said: the release, or its rollback, has come to an end. */
    public static boolean isDue(Event event) {
        return event instanceof ReleaseCompleted
                || event instanceof ReleaseStopped
                || event instanceof RollbackCompleted
                || event instanceof RollbackFailed;
    }

    /**
     * The files' content by their names.
     *
     * @param trail all events of the release in causal order
     */
    public static Map<String, String> files(String release, List<EventEnvelope> trail) {
        var files = new LinkedHashMap<String, String>();
        files.put("promotion.log", promotionLog(trail));
        files.put("metrics.json", json(metrics(release, trail)));
        files.put("approval.json", json(approvals(release, trail)));
        return files;
    }

    private static String promotionLog(List<EventEnvelope> trail) {
        var log = new StringBuilder();
        for (EventEnvelope said : trail) {
            String line = "%s %-21s %-12s %s by %s"
                    .formatted(
                            said.time(),
                            said.type(),
                            said.stage() == null ? "-" : said.stage(),
                            Summary.of(said.event()),
                            said.actor());
            log.append(line.replaceAll("\\R", " ")).append('\n'); // a reason of several lines cannot forge a line
        }
        return log.toString();
    }

    private record Metrics(
            String release, List<Fact> evidence, List<CanaryMeasured> measurements, List<Rollback> rollbacks) {}

    private record Fact(String kind, Map<String, Object> facts, String digest, String reportedBy, Instant observedAt) {}

    private record Rollback(Instant at, RollbackTriggered trigger) {}

    private static Metrics metrics(String release, List<EventEnvelope> trail) {
        return new Metrics(
                release,
                said(trail, EvidenceRecorded.class)
                        .map(e -> new Fact(
                                e.event().kind(),
                                e.event().facts(),
                                e.event().digest().value(),
                                e.event().reportedBy().toString(),
                                e.event().observedAt()))
                        .toList(),
                said(trail, CanaryMeasured.class).map(Said::event).toList(),
                said(trail, RollbackTriggered.class)
                        .map(r -> new Rollback(r.envelope().time(), r.event()))
                        .toList());
    }

    private record Approvals(
            String release,
            @Nullable String requestedBy,
            @Nullable Instant requestedAt,
            List<Asked> requested,
            List<Given> given,
            List<Waived> waived) {}

    private record Asked(Instant at, @Nullable String stage, ApprovalRequested request) {}

    private record Given(Instant at, @Nullable String stage, ApprovalGiven approval) {}

    private record Waived(Instant at, @Nullable String stage, GateWaived waiver) {}

    private static Approvals approvals(String release, List<EventEnvelope> trail) {
        EventEnvelope request = said(trail, ReleaseRequested.class)
                .map(Said::envelope)
                .findFirst()
                .orElse(null);
        return new Approvals(
                release,
                request == null ? null : request.actor().toString(),
                request == null ? null : request.time(),
                said(trail, ApprovalRequested.class)
                        .map(a -> new Asked(a.envelope().time(), a.envelope().stage(), a.event()))
                        .toList(),
                said(trail, ApprovalGiven.class)
                        .map(a -> new Given(a.envelope().time(), a.envelope().stage(), a.event()))
                        .toList(),
                said(trail, GateWaived.class)
                        .map(w -> new Waived(w.envelope().time(), w.envelope().stage(), w.event()))
                        .toList());
    }

    private record Said<E>(EventEnvelope envelope, E event) {}

    private static <E extends Event> Stream<Said<E>> said(List<EventEnvelope> trail, Class<E> type) {
        return trail.stream()
                .filter(said -> type.isInstance(said.event()))
                .map(said -> new Said<>(said, type.cast(said.event())));
    }

    private static String json(Object value) {
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    }
}
