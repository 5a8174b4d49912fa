package dev.slipway.sandbox.controllers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.api.DeleteOptions;
import dev.slipway.sandbox.api.ObjectKey;
import dev.slipway.sandbox.api.ResourceType;
import dev.slipway.sandbox.api.Resources;
import dev.slipway.sandbox.api.Selector;
import dev.slipway.sandbox.api.StatusException;
import dev.slipway.sandbox.api.WriteOptions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The objects that controllers read and write, typed. */
final class Cluster {
    static final Kind<Deployment> DEPLOYMENTS = new Kind<>(ResourceType.DEPLOYMENTS, Deployment.class);
    static final Kind<ReplicaSet> REPLICA_SETS = new Kind<>(ResourceType.REPLICA_SETS, ReplicaSet.class);
    static final Kind<Pod> PODS = new Kind<>(ResourceType.PODS, Pod.class);
    static final Kind<Job> JOBS = new Kind<>(ResourceType.JOBS, Job.class);

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final WriteOptions BY_US = WriteOptions.by("sandbox-controllers");

    /** How many typed objects are kept: reading one costs more than all else that a controller does with it. */
    private static final int KEPT = 1_000;

    record Kind<T extends HasMetadata>(ResourceType type, Class<T> model) {
        ObjectKey key(String namespace, String name) {
            return new ObjectKey(type, namespace, name);
        }

        ObjectKey key(T object) {
            return key(object.getMetadata().getNamespace(), object.getMetadata().getName());
        }
    }

    private final Resources resources;
    private final Map<String, HasMetadata> lastRead = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, HasMetadata> eldest) {
            return size() > KEPT;
        }
    };

    Cluster(Resources resources) {
        this.resources = resources;
    }

    <T extends HasMetadata> Optional<T> find(Kind<T> kind, String namespace, String name) {
        return resources.find(kind.key(namespace, name)).map(node -> readOnce(node, kind));
    }

    /** What an object controls, in the order of creation. */
    <T extends HasMetadata> List<T> controlledBy(HasMetadata owner, Kind<T> kind) {
        String uid = owner.getMetadata().getUid();
        return resources.list(kind.type, owner.getMetadata().getNamespace(), Selector.ALL).items().stream()
                .filter(node -> uid.equals(controllerUid(node)))
                .map(node -> readOnce(node, kind))
                .toList();
    }

    <T extends HasMetadata> T create(Kind<T> kind, T object) {
        return read(resources.create(kind.type, object.getMetadata().getNamespace(), write(object), BY_US), kind);
    }

    /** Changes the object, not its status; does nothing if it is gone. */
    <T extends HasMetadata> void modify(Kind<T> kind, T object, UnaryOperator<T> change) {
        modify(kind, object, "", change);
    }

    <T extends HasMetadata> void modifyStatus(Kind<T> kind, T object, UnaryOperator<T> change) {
        modify(kind, object, "status", change);
    }

    private <T extends HasMetadata> void modify(Kind<T> kind, T object, String subresource, UnaryOperator<T> change) {
        String uid = object.getMetadata().getUid();
        ignoringGone(() -> resources.modify(kind.key(object), subresource, BY_US, live -> {
            T current = read(live, kind);
            return Objects.equals(current.getMetadata().getUid(), uid) ? write(change.apply(current)) : live;
        }));
    }

    void delete(ObjectKey key) {
        ignoringGone(() -> resources.delete(key, DeleteOptions.DEFAULT));
    }

    static OwnerReference controlledBy(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    static String controllerUid(ObjectNode node) {
        for (var owner : node.path("metadata").path("ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                return owner.path("uid").asText();
            }
        }
        return "";
    }

    private static void ignoringGone(Runnable write) {
        try {
            write.run();
        } catch (StatusException e) {
            if (e.code() != 404) {
                throw e;
            }
        }
    }

    /** An object of a version is read once; controllers change none, they build others from it. */
    private <T extends HasMetadata> T readOnce(ObjectNode node, Kind<T> kind) {
        var metadata = node.path("metadata");
        String version = metadata.path("uid").asText() + "/"
                + metadata.path("resourceVersion").asText();
        return kind.model.cast(lastRead.computeIfAbsent(version, _ -> read(node, kind)));
    }

    private static <T extends HasMetadata> T read(ObjectNode node, Kind<T> kind) {
        return MAPPER.convertValue(node, kind.model);
    }

    private static ObjectNode write(HasMetadata object) {
        try {
            // Through text, as a client's would come: a tree of typed numbers is not equal to a parsed one.
            return (ObjectNode) MAPPER.readTree(MAPPER.writeValueAsBytes(object));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
