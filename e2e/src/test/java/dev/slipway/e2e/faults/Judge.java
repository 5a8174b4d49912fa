package dev.slipway.e2e.faults;

import dev.slipway.events.Checkpoints;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.bson.Document;

/**
 * Says what must hold and does not, with the letters of the simulation's judge, by what the topics, the databases and the
 * cluster hold when nothing is left to happen; no service is asked.
 */
final class Judge {
    private final Landscape landscape;
    private final Shops shops;
    private final Set<String> broken = new LinkedHashSet<>();

    Judge(Landscape landscape, Shops shops) {
        this.landscape = landscape;
        this.shops = shops;
    }

    List<String> verdict() throws ExecutionException, InterruptedException {
        Map<EventId, EventEnvelope> events = new LinkedHashMap<>();
        Map<EventId, String> words = new HashMap<>();
        Said said = Said.in(landscape.bootstrap());
        for (Said.Word word : said.words()) {
            EventEnvelope event = word.event();
            events.putIfAbsent(event.id(), event);
            String first = words.putIfAbsent(event.id(), word.words());
            if (first != null && !first.equals(word.words())) {
                broken.add("D: " + event.type() + " " + event.id() + " was said with two contents");
            }
        }
        List<EventEnvelope> trail = new LogJudge(
                        landscape.database().getDatabase(Service.AUDIT.database()), landscape.trail(), broken)
                .judge(events, words, said.letters());
        causes(events);
        documents();
        new ClusterJudge(landscape, shops, broken).judge(trail, events.values());
        var release = new ReleaseJudge(broken);
        events.values().stream()
                .filter(event -> shops.requested().contains(event.release().value()))
                .collect(Collectors.groupingBy(event -> event.release().value()))
                .forEach(release::judge);
        new TeamJudge(landscape.team(), broken).judge(events.values(), shops.requested());
        ends(events.values());
        lag();
        return List.copyOf(broken);
    }

    private void causes(Map<EventId, EventEnvelope> events) {
        Set<String> counts = new HashSet<>();
        for (EventEnvelope event : events.values()) {
            EventEnvelope cause = event.causation() == null ? null : events.get(event.causation());
            if (cause != null && cause.clock() >= event.clock()) {
                broken.add("C: " + event.type() + " stands before its cause " + cause.type());
            }
            if (!(event.event() instanceof Checkpoints)
                    && !counts.add(event.source() + " " + event.release() + " " + event.clock())) {
                broken.add("D: " + event.type() + " of " + event.release() + " was said under two names");
            }
        }
    }

    /** Whatever was decided was said, and whatever waited was woken. */
    private void documents() {
        for (Service service : Service.values()) {
            for (String collection :
                    landscape.database().getDatabase(service.database()).listCollectionNames()) {
                for (Document document : landscape
                        .database()
                        .getDatabase(service.database())
                        .getCollection(collection)
                        .find()) {
                    List<?> outbox = document.get("outbox") instanceof List<?> list ? list : List.of();
                    if (!outbox.isEmpty()) {
                        broken.add("L: " + service + " " + document.get("_id") + " has not said all that it decided");
                    }
                    if (document.get("early") instanceof List<?> early && !early.isEmpty()) {
                        broken.add("R: " + service + " " + document.get("_id") + " keeps what came early for ever");
                    }
                    if (document.get("dueAt") != null) {
                        broken.add("M: " + service + " " + document.get("_id") + " still waits for "
                                + document.get("dueAt"));
                    }
                }
            }
        }
    }

    private void ends(Collection<EventEnvelope> events) {
        Set<String> ended = new HashSet<>();
        events.stream()
                .filter(event -> Set.of("ReleaseCompleted", "ReleaseStopped").contains(event.type()))
                .forEach(event -> ended.add(event.release().value()));
        shops.requested().stream()
                .filter(release -> !ended.contains(release))
                .forEach(release -> broken.add("R: " + release + " never ends"));
    }

    private void lag() throws ExecutionException, InterruptedException {
        Lag.of(landscape.admin())
                .forEach((group, messages) -> broken.add("R: " + group + " has not taken " + messages + " messages"));
    }
}
