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
                    fault(service + ": cut off from Kafka", () -> bad(service, Part.BROKER, CUT)),
                    fault(service + ": cut off from the store", () -> bad(service, Part.STORE, CUT)),
                    fault(service + ": Kafka hangs", () -> bad(service, Part.BROKER, HANGING)),
                    fault(service + ": the store hangs", () -> bad(service, Part.STORE, HANGING)),
                    fault(service + ": Kafka's replies are lost", () -> bad(service, Part.BROKER, LOSING_REPLIES)),
                    fault(service + ": the store's replies are lost", () -> bad(service, Part.STORE, LOSING_REPLIES))));
            if (service.talksToKubernetes()) {
                faults.addAll(List.of(
                        fault(service + ": cut off from Kubernetes", () -> badCluster(service, CUT)),
                        fault(service + ": Kubernetes hangs", () -> badCluster(service, HANGING)),
                        fault(service + ": Kubernetes is slow", () -> slowCluster(service)),
                        fault(service + ": Kubernetes' replies are lost", () -> badCluster(service, LOSING_REPLIES))));
            }
            if (service == Service.NOTIFY) {
                faults.addAll(List.of(
                        fault(service + ": cut off from the team", () -> badTeam(CUT)),
                        fault(service + ": the team hangs", () -> badTeam(HANGING)),
                        fault(service + ": the team's replies are lost", () -> badTeam(LOSING_REPLIES))));
            }
            return faults.stream();
        });
    }
}
