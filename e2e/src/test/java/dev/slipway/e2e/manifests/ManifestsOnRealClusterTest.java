package dev.slipway.e2e.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.sandbox.controlplane.ControlPlane;
import dev.slipway.sandbox.controlplane.NeedsControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Asks a real API server what it thinks of k8s/: its validation, its pod security and its authorization. */
@ExtendWith(NeedsControlPlane.class)
class ManifestsOnRealClusterTest {
    private static final Duration AUTHORIZER_LAG = Duration.ofMinutes(2);

    private static ControlPlane plane;
    private static KubernetesClient client;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        plane = ControlPlane.start(ControlPlane.find().orElseThrow(), folder.resolve("plane"));
        client = new KubernetesClientBuilder().withConfig(plane.config()).build();
        Manifests.all(Namespace.class).forEach(ManifestsOnRealClusterTest::apply);
        apply(new NamespaceBuilder()
                .withNewMetadata()
                .withName("shop")
                .endMetadata()
                .build());
        Manifests.all(ClusterRole.class).forEach(ManifestsOnRealClusterTest::apply);
        Manifests.all(RoleBinding.class).forEach(ManifestsOnRealClusterTest::apply);
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.close();
        }
        if (plane != null) {
            plane.close();
        }
    }

    static Stream<Arguments> objects() {
        return Manifests.all().stream()
                .map(object -> Arguments.argumentSet(
                        object.getKind() + " " + object.getMetadata().getName(), object));
    }

    @ParameterizedTest
    @MethodSource("objects")
    void theApiServerTakesIt(HasMetadata object) {
        HasMetadata taken = client.resource(object).dryRun(true).serverSideApply();

        assertThat(taken.getMetadata().getUid()).isNotEmpty();
        if (object instanceof Namespaced) {
            assertThat(object.getMetadata().getNamespace()).isNotNull();
        }
    }

    static Stream<Arguments> templates() {
        return Stream.concat(
                Manifests.all(Deployment.class).stream()
                        .map(deployment -> Arguments.argumentSet(
                                deployment.getMetadata().getName(),
                                deployment.getSpec().getTemplate())),
                Manifests.all(StatefulSet.class).stream()
                        .map(set -> Arguments.argumentSet(set.getMetadata().getName(), withClaims(set))));
    }

    /** What the controller adds to the template for each of its pods. */
    private static PodTemplateSpec withClaims(StatefulSet set) {
        List<Volume> claimed = set.getSpec().getVolumeClaimTemplates().stream()
                .map(claim -> new VolumeBuilder()
                        .withName(claim.getMetadata().getName())
                        .withNewPersistentVolumeClaim(claim.getMetadata().getName(), false)
                        .build())
                .toList();
        return new PodTemplateSpecBuilder(set.getSpec().getTemplate())
                .editSpec()
                .addAllToVolumes(claimed)
                .endSpec()
                .build();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void itsPodsMayRunInTheRestrictedNamespace(PodTemplateSpec template) {
        // A Deployment that makes forbidden pods is accepted; only the pods are refused, one by one, for ever.
        Pod taken = client.resource(pod(template)).dryRun(true).create();

        assertThat(taken.getMetadata().getNamespace()).isEqualTo("slipway");
    }

    @Test
    void theRestrictedNamespaceRefusesAPodThatMayBecomeRoot() {
        Pod pod = pod(Manifests.all(Deployment.class).getFirst().getSpec().getTemplate());
        pod.getSpec().getSecurityContext().setRunAsNonRoot(null);

        assertThatThrownBy(() -> client.resource(pod).dryRun(true).create())
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("runAsNonRoot");
    }

    @ParameterizedTest
    @CsvSource({
        "deploy-service, apps, deployments, get",
        "deploy-service, apps, deployments, create",
        "deploy-service, apps, deployments, patch",
        "deploy-service, apps, deployments, delete",
        "deploy-service, '', services, get",
        "deploy-service, '', services, create",
        "deploy-service, '', services, patch",
        "deploy-service, '', services, delete",
        "deploy-service, gateway.networking.k8s.io, httproutes, get",
        "deploy-service, gateway.networking.k8s.io, httproutes, patch",
        "deploy-service, '', pods, list",
        "canary-service, apps, deployments, get",
        "canary-service, '', pods, list",
        "canary-service, '', pods/proxy, get",
    })
    void itMayDoItsWorkInTheNamespaceOfAnApplicationAndNowhereElse(
            String service, String group, String resource, String verb) {
        await().atMost(AUTHORIZER_LAG).until(() -> may(service, "shop", group, resource, verb));

        assertThat(may(service, "default", group, resource, verb)).isFalse();
        assertThat(may(service, "slipway", group, resource, verb)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "canary-service, apps, deployments, patch",
        "canary-service, '', services, patch",
        "canary-service, gateway.networking.k8s.io, httproutes, patch",
        "canary-service, '', pods/proxy, create",
        "gate-service, apps, deployments, get",
        "deploy-service, '', secrets, get",
        "deploy-service, '', pods/exec, create",
    })
    void nobodyMayDoMore(String service, String group, String resource, String verb) {
        // The bindings are in force, so a no is not just early.
        await().atMost(AUTHORIZER_LAG)
                .until(() -> may("deploy-service", "shop", "apps", "deployments", "patch")
                        && may("canary-service", "shop", "apps", "deployments", "get"));

        assertThat(may(service, "shop", group, resource, verb)).isFalse();
    }

    private static void apply(HasMetadata object) {
        client.resource(object).serverSideApply();
    }

    private static Pod pod(PodTemplateSpec template) {
        return new PodBuilder()
                .withNewMetadataLike(template.getMetadata())
                .withName("one")
                .withNamespace("slipway")
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }

    private static boolean may(String service, String namespace, String group, String resource, String verb) {
        List<String> parts = List.of(resource.split("/", 2));
        return client.authorization()
                .v1()
                .subjectAccessReview()
                .create(new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser("system:serviceaccount:slipway:" + service)
                        .withNewResourceAttributes()
                        .withNamespace(namespace)
                        .withGroup(group)
                        .withResource(parts.getFirst())
                        .withSubresource(parts.size() == 2 ? parts.getLast() : "")
                        .withVerb(verb)
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .getStatus()
                .getAllowed();
    }
}
