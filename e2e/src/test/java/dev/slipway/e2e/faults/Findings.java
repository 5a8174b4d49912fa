package dev.slipway.e2e.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.bson.Document;

/** Where a release stands that does not go on: what a record of the test alone must tell, for its folder may be gone. */
final class Findings {
    private static final List<String> TELLING =
            List.of("version", "state", "early", "outbox", "dueAt", "leaseOwner", "leaseUntil");

    private static final List<String> AT_WORK =
            List.of("service.aggregate.Aggregates", "KafkaMessageListenerContainer");
    private static final int MOST_THREADS = 6;
    private static final int MOST_FRAMES = 30;

    private Findings() {}

    /** In one line, what tells most first: summaries leave out the rest. */
    static String of(Landscape landscape, String release) {
        List<String> lines = new ArrayList<>();
        for (Service service : Service.values()) {
            documents(landscape, service, release, lines);
        }
        lines.add("behind are " + lag(landscape));
        cluster(landscape, release.substring(0, release.lastIndexOf("-v")), lines);
        for (Service service : Service.values()) {
            lines.add(service + " says of itself " + landscape.health(service));
            threads(landscape.process(service).threads(), lines);
        }
        return String.join("; ", lines);
    }

    private static void documents(Landscape landscape, Service service, String release, List<String> lines) {
        var database = landscape.database().getDatabase(service.database());
        for (String collection : database.listCollectionNames()) {
            Document document = database.getCollection(collection)
                    .find(new Document("_id", release))
                    .first();
            if (document != null) {
                document.keySet().retainAll(TELLING);
                lines.add(collection + " has " + document.toJson());
            }
        }
    }

    /** Those that are at an aggregate now, or wait for events. */
    private static void threads(List<String> threads, List<String> lines) {
        threads.stream()
                .filter(thread -> AT_WORK.stream().anyMatch(thread::contains))
                .limit(MOST_THREADS)
                .map(thread ->
                        thread.lines().limit(MOST_FRAMES).map(String::strip).collect(Collectors.joining(" < ")))
                .forEach(lines::add);
    }

    private static String lag(Landscape landscape) {
        try {
            return Lag.of(landscape.admin()).toString();
        } catch (ExecutionException e) {
            return "not to be known: " + e.getCause();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "not asked";
        }
    }

    private static void cluster(Landscape landscape, String application, List<String> lines) {
        var client = landscape.cluster().client();
        for (String environment : List.of("staging", "production")) {
            String namespace = application + "-" + environment;
            client.apps()
                    .deployments()
                    .inNamespace(namespace)
                    .list()
                    .getItems()
                    .forEach(deployment -> lines.add(namespace
                            + " has " + deployment.getMetadata().getName() + ": "
                            + deployment
                                    .getSpec()
                                    .getTemplate()
                                    .getSpec()
                                    .getContainers()
                                    .getFirst()
                                    .getImage() + ", "
                            + deployment.getStatus()));
            client.pods()
                    .inNamespace(namespace)
                    .list()
                    .getItems()
                    .forEach(pod -> lines.add(
                            namespace + " has pod " + pod.getMetadata().getName() + ": " + pod.getStatus()));
        }
    }
}
