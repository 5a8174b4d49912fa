package dev.slipway.e2e.faults;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import dev.slipway.events.Actor;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.Topic;
import dev.slipway.events.codec.EventCodec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Makes what the parts hold of one release wrong, and answers how that is mended. What is on the topics stays there.
 *
 * @param release of the application {@code shop}, which has been completed
 */
record Wrongs(Landscape landscape, String release) {
    private static final String SOMEBODY = "somebody";
    private static final String VERSION = "app.kubernetes.io/version";

    MongoCollection<Document> collection(Service service, String name) {
        return landscape.database().getDatabase(service.database()).getCollection(name);
    }

    Document found(Service service, String collection, Bson filter) {
        return Objects.requireNonNull(
                collection(service, collection).find(filter).first());
    }

    Runnable without(String collection, Bson filter) {
        Document gone =
                Objects.requireNonNull(collection(Service.AUDIT, collection).findOneAndDelete(filter));
        return () -> collection(Service.AUDIT, collection).insertOne(gone);
    }

    Runnable newestGone(String collection) {
        Document newest = Objects.requireNonNull(collection(Service.AUDIT, collection)
                .find()
                .sort(Sorts.descending("_id"))
                .first());
        return without(collection, Filters.eq("_id", newest.get("_id")));
    }

    Runnable changed(Service service, String collection, Bson filter, Bson change) {
        Document before = found(service, collection, filter);
        collection(service, collection).updateOne(filter, change);
        return () -> collection(service, collection).replaceOne(Filters.eq("_id", before.get("_id")), before);
    }

    /** In what gate-service knows of the release. */
    Runnable changed(String field, Object value) {
        return changed(Service.GATE, "releases", Filters.eq("_id", release), Updates.set(field, value));
    }

    /** In what the trail has of the release's event of that type. */
    Runnable recorded(String type, String field, Object value) {
        return changed(
                Service.AUDIT,
                "records",
                Filters.and(Filters.eq("releaseId", release), Filters.eq("type", type)),
                Updates.set(field, value));
    }

    /** In what deploy-service knows of production. */
    Runnable known(String json, String otherwise) {
        Bson production = Filters.eq("_id", "shop/production");
        String environment = found(Service.DEPLOY, "environments", production).getString("environment");
        String wrong = environment.replace(json, otherwise);
        if (wrong.equals(environment)) {
            throw new IllegalArgumentException("there is no " + json + " in " + environment);
        }
        return changed(Service.DEPLOY, "environments", production, Updates.set("environment", wrong));
    }

    Runnable exchanged(long one, long other) {
        Document first = record(one);
        Document second = record(other);
        Runnable mendFirst = changed(
                Service.AUDIT,
                "records",
                Filters.eq("_id", first.get("_id")),
                Updates.set("bytes", second.get("bytes")));
        Runnable mendSecond = changed(
                Service.AUDIT,
                "records",
                Filters.eq("_id", second.get("_id")),
                Updates.set("bytes", first.get("bytes")));
        return () -> {
            mendFirst.run();
            mendSecond.run();
        };
    }

    /** A record that was copied from another one under a name of its own. */
    Runnable invented(String id) {
        collection(Service.AUDIT, "records")
                .insertOne(record(1).append("_id", id).append("seq", 1_000L));
        return () -> collection(Service.AUDIT, "records").deleteOne(Filters.eq("_id", id));
    }

    private Document record(long seq) {
        return found(Service.AUDIT, "records", Filters.and(Filters.eq("releaseId", release), Filters.eq("seq", seq)));
    }

    private KubernetesClient client() {
        return landscape.cluster().client();
    }

    private RollableScalableResource<Deployment> web(String stage) {
        return client().apps().deployments().inNamespace("shop-" + stage).withName(Shops.COMPONENT);
    }

    Runnable version(String stage, String version) {
        return template(stage, template -> template.getMetadata().getLabels().put(VERSION, version));
    }

    Runnable image(String stage, String image) {
        return template(
                stage, template -> template.getSpec().getContainers().getFirst().setImage(image));
    }

    private Runnable template(String stage, Consumer<PodTemplateSpec> change) {
        PodTemplateSpec before = web(stage).get().getSpec().getTemplate();
        web(stage).edit(deployment -> {
            change.accept(deployment.getSpec().getTemplate());
            return deployment;
        });
        return () -> web(stage).edit(deployment -> {
            deployment.getSpec().setTemplate(before);
            return deployment;
        });
    }

    Runnable noDeployment(String stage) {
        Deployment gone = web(stage).get();
        web(stage).delete();
        gone.getMetadata().setResourceVersion(null);
        return () -> client().resource(gone).create();
    }

    Runnable anotherDeployment(String stage, String name) {
        Map<String, String> labels = Map.of("app", name);
        Resource<Deployment> other = client().resource(
                        new DeploymentBuilder(web(stage).get())
                                .withNewMetadata()
                                .withNamespace("shop-" + stage)
                                .withName(name)
                                .endMetadata()
                                .editSpec()
                                .withReplicas(0)
                                .editSelector()
                                .withMatchLabels(labels)
                                .endSelector()
                                .editTemplate()
                                .editMetadata()
                                .withLabels(labels)
                                .endMetadata()
                                .endTemplate()
                                .endSpec()
                                .build());
        other.create();
        return other::delete;
    }

    Runnable traffic(String stage, String service, int weight) {
        Resource<HTTPRoute> route =
                client().resources(HTTPRoute.class).inNamespace("shop-" + stage).withName(Shops.COMPONENT);
        HTTPRoute before = route.get();
        route.edit(now -> new HTTPRouteBuilder(now)
                .editSpec()
                .editFirstRule()
                .addNewBackendRef()
                .withName(service)
                .withPort(80)
                .withWeight(weight)
                .endBackendRef()
                .endRule()
                .endSpec()
                .build());
        return () -> route.edit(
                now -> new HTTPRouteBuilder(now).withSpec(before.getSpec()).build());
    }

    /** What was said first of that. */
    EventEnvelope heard(Topic topic) {
        return Said.in(landscape.bootstrap()).events().stream()
                .filter(event -> event.type().equals(topic.topicName()))
                .min(Comparator.comparing(EventEnvelope::time))
                .orElseThrow();
    }

    /** After all that was said. */
    long clock() {
        return Said.in(landscape.bootstrap()).events().stream()
                        .mapToLong(EventEnvelope::clock)
                        .max()
                        .orElseThrow()
                + 1;
    }

    /** Of production, now, by nobody that ever was. */
    Runnable said(Event event) {
        return said("production", clock(), null, Instant.now(), event);
    }

    Runnable said(String stage, long clock, @Nullable EventId cause, Instant time, Event event) {
        return said(new EventId(UUID.randomUUID().toString()), stage, clock, cause, time, event);
    }

    Runnable said(EventId id, String stage, long clock, @Nullable EventId cause, Instant time, Event event) {
        return sent(new EventCodec("")
                .encode(new EventEnvelope(
                        id,
                        SOMEBODY,
                        new ReleaseId(release),
                        "shop",
                        "v1.1.1",
                        stage,
                        clock,
                        cause,
                        Actor.service(SOMEBODY),
                        time,
                        null,
                        event)));
    }

    Runnable sent(ProducerRecord<String, byte[]> message) {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", landscape.bootstrap()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(message);
        }
        return () -> {};
    }

    /** All that the topic has. */
    Runnable forgotten(Topic topic) throws ExecutionException, InterruptedException {
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        for (int partition = 0; partition < Landscape.PARTITIONS; partition++) {
            all.put(new TopicPartition(topic.topicName(), partition), RecordsToDelete.beforeOffset(-1)); // to the end
        }
        landscape.admin().deleteRecords(all).all().get();
        return () -> {};
    }
}
