package dev.slipway.e2e.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Services that are cut off from what they need, or get no answer, or late. */
class NetworkFaultsTest extends Faults {

    @Override
    Parts parts() {
        return Parts.OURS;
    }

    @Override
    Stream<Arguments.ArgumentSet> all() {
        return Arrays.stream(Service.values()).flatMap(service -> {
            List<Arguments.ArgumentSet> faults = new ArrayList<>(List.of(
                    fault(
                            service + ": cut off from Kafka",
                            () -> bad(service, landscape().brokerOf(service), CUT)),
                    fault(
                            service + ": cut off from the store",
                            () -> bad(service, landscape().storeOf(service), CUT)),
                    fault(
                            service + ": Kafka hangs",
                            () -> bad(service, landscape().brokerOf(service), HANGING)),
                    fault(
                            service + ": the store hangs",
                            () -> bad(service, landscape().storeOf(service), HANGING)),
                    fault(
                            service + ": Kafka's replies are lost",
                            () -> bad(service, landscape().brokerOf(service), LOSING_REPLIES)),
                    fault(
                            service + ": the store's replies are lost",
                            () -> bad(service, landscape().storeOf(service), LOSING_REPLIES))));
            if (service.talksToKubernetes()) {
                faults.addAll(List.of(
                        fault(service + ": cut off from Kubernetes", () -> badCluster(service, CUT)),
                        fault(service + ": Kubernetes hangs", () -> badCluster(service, HANGING)),
                        fault(service + ": Kubernetes is slow", () -> slowCluster(service)),
                        fault(service + ": Kubernetes' replies are lost", () -> badCluster(service, LOSING_REPLIES))));
            }
            return faults.stream();
        });
    }
}
