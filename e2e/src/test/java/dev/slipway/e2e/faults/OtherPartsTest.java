package dev.slipway.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.NeedsSecondStore;
import dev.slipway.sandbox.controlplane.NeedsControlPlane;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The same on parts that share nothing with ours: FerretDB on PostgreSQL is the store, and the cluster has the real API
 * server, etcd and controllers.
 */
@ExtendWith({NeedsSecondStore.class, NeedsControlPlane.class})
@SuppressWarnings("NullAway.Init") // before all tests
class OtherPartsTest extends Faults {
    private StoreServer.Second store;
    private Cluster.Real cluster;

    @Override
    Parts parts() {
        return new Parts(folder -> cluster = Cluster.Real.start(folder), (_, _) -> store = StoreServer.Second.start());
    }

    @Override
    Stream<Arguments.ArgumentSet> all() {
        return Stream.concat(
                Stream.of(
                        fault("nothing", () -> {}),
                        fault(
                                "FerretDB and PostgreSQL: kill -9",
                                () -> awayForAll(Part.STORE, store::kill, store::restart)),
                        fault("PostgreSQL: kill -9", () -> {
                            store.store().killDatabase();
                            awaitUnwell(Service.GATE, Part.STORE);
                            store.store().restartDatabase();
                        }),
                        fault("FerretDB and PostgreSQL: clean restart", () -> {
                            store.stop();
                            store.restart();
                        }),
                        fault("the API server: kill -9", () -> {
                            cluster.kill();
                            awaitUnwell(Service.DEPLOY, Part.KUBERNETES);
                            awaitGauge(Service.DEPLOY, Part.KUBERNETES, false);
                            cluster.restart();
                            awaitGauge(Service.DEPLOY, Part.KUBERNETES, true);
                        }),
                        fault("the API server: SIGSTOP", () -> {
                            cluster.pause();
                            awaitUnwell(Service.DEPLOY, Part.KUBERNETES);
                            cluster.resume();
                        }),
                        fault("a service that may not be the only one of its kind refuses the store", () -> {
                            landscape().process(Service.GATE).kill();
                            landscape().start(Service.GATE, false);
                            awaitRefusal(Service.GATE);
                            kill(Service.GATE);
                        })),
                Arrays.stream(Service.values())
                        .flatMap(service -> Stream.concat(
                                Stream.of(fault(
                                        service + ": the store's replies are lost",
                                        () -> bad(service, Part.STORE, LOSING_REPLIES))),
                                service.talksToKubernetes()
                                        ? Stream.of(
                                                fault(service + ": kill -9", () -> kill(service)),
                                                fault(
                                                        service + ": cut off from Kubernetes",
                                                        () -> badCluster(service, CUT)),
                                                fault(
                                                        service + ": Kubernetes' replies are lost",
                                                        () -> badCluster(service, LOSING_REPLIES)))
                                        : Stream.of())));
    }

    private void awaitRefusal(Service service) {
        awaitAnswer(service + " says that it will not work on this store", () -> {
            HttpResponse<String> readiness = landscape().get(service, "/actuator/health/readiness");
            assertThat(readiness.body()).contains("lets several writers of one version win");
            assertThat(readiness.statusCode()).isEqualTo(503);
        });
    }
}
