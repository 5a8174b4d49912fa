package dev.slipway.e2e.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What may talk to what: a label that selects nothing, or a port without a name, would shut a door without a word. */
class NetworkPoliciesTest {

    @Test
    void nothingIsAllowedUnlessAPolicySaysSo() {
        assertThat(Manifests.all(NetworkPolicy.class))
                .filteredOn(policy -> policy.getSpec().getPodSelector().equals(new LabelSelector()))
                .singleElement()
                .satisfies(policy -> {
                    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
                    assertThat(policy.getSpec().getIngress()).isEmpty();
                    assertThat(policy.getSpec().getEgress()).isEmpty();
                });
    }

    @Test
    void everyPodIsReachedOnEachPortOfItsOwnAndOnNoOther() {
        assertThat(pods().toList())
                .hasSize(7)
                .allSatisfy(pod -> assertThat(letIn(pod))
                        .containsExactlyElementsOf(pod.getSpec().getContainers().getFirst().getPorts().stream()
                                .map(port -> port.getName())
                                .toList()));
    }

    @Test
    void everyPolicySelectsAPod() {
        assertThat(Manifests.all(NetworkPolicy.class))
                .allSatisfy(policy -> assertThat(pods()).anyMatch(pod -> selects(policy, pod)));
    }

    /** Callers come from labelled namespaces, or from the namespace itself: never from just anywhere. */
    @Test
    void nobodyIsLetInFromEverywhere() {
        assertThat(Manifests.all(NetworkPolicy.class).stream()
                        .flatMap(policy -> policy.getSpec().getIngress().stream())
                        .map(NetworkPolicyIngressRule::getFrom))
                .hasSize(3)
                .allSatisfy(from -> assertThat(from)
                        .isNotEmpty()
                        .allMatch(peer -> peer.getNamespaceSelector() == null
                                || !peer.getNamespaceSelector().getMatchLabels().isEmpty()));
    }

    private static Stream<PodTemplateSpec> pods() {
        return Manifests.all().stream().flatMap(NetworkPoliciesTest::template);
    }

    private static Stream<PodTemplateSpec> template(HasMetadata object) {
        return switch (object) {
            case Deployment deployment -> Stream.of(deployment.getSpec().getTemplate());
            case StatefulSet set -> Stream.of(set.getSpec().getTemplate());
            default -> Stream.empty();
        };
    }

    private static List<String> letIn(PodTemplateSpec pod) {
        return Manifests.all(NetworkPolicy.class).stream()
                .filter(policy -> selects(policy, pod))
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .flatMap(rule -> rule.getPorts().stream())
                .map(port -> port.getPort().getStrVal())
                .toList();
    }

    private static boolean selects(NetworkPolicy policy, PodTemplateSpec pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        LabelSelector selector = policy.getSpec().getPodSelector();
        return labels.entrySet().containsAll(selector.getMatchLabels().entrySet())
                && selector.getMatchExpressions().stream()
                        .allMatch(in ->
                                in.getOperator().equals("In") && in.getValues().contains(labels.get(in.getKey())));
    }
}
