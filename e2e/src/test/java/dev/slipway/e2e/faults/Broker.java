package dev.slipway.e2e.faults;

import dev.slipway.embedded.ChildProcess;
import dev.slipway.standalone.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The broker as a process of its own, with a listener for each service and one for the test. */
@SuppressWarnings("NullAway.Init") // what start() makes
final class Broker {
    private final Jvm jvm;
    private final Ports ports;
    private final Path settings;
    private ChildProcess process;

    Broker(Jvm jvm, Ports ports) {
        this.jvm = jvm;
        this.ports = ports;
        this.settings = jvm.folder().resolve("server.properties");
    }

    /** Where a service's network leads to. */
    int port(Service service) {
        return service.portOf(ports);
    }

    /** For the test itself; nothing is ever done to this way. */
    String bootstrap() {
        return "127.0.0.1:" + ports.gateway();
    }

    /** A listener advertises the service's own network, lest the service goes on beside it. */
    void advertise(Map<Service, TcpProxy> networks) throws IOException {
        Map<String, Integer> bound = new LinkedHashMap<>(Map.of("TEST", ports.gateway()));
        Map<String, Integer> advertised = new LinkedHashMap<>(bound);
        networks.forEach((service, network) -> {
            bound.put(service.name(), port(service));
            advertised.put(service.name(), network.port());
        });
        Files.write(
                settings,
                List.of(
                        "process.roles=broker,controller",
                        "node.id=1",
                        "log.dirs=" + jvm.folder().resolve("kafka"),
                        "listeners=" + addresses(bound) + ",CONTROLLER://127.0.0.1:" + ports.kubernetes(),
                        "advertised.listeners=" + addresses(advertised),
                        "listener.security.protocol.map=CONTROLLER:PLAINTEXT,"
                                + bound.keySet().stream()
                                        .map(name -> name + ":PLAINTEXT")
                                        .collect(Collectors.joining(",")),
                        "inter.broker.listener.name=TEST",
                        "controller.listener.names=CONTROLLER",
                        "controller.quorum.voters=1@127.0.0.1:" + ports.kubernetes(),
                        "offsets.topic.replication.factor=1",
                        "offsets.topic.num.partitions=4",
                        "transaction.state.log.replication.factor=1",
                        "transaction.state.log.min.isr=1",
                        "share.coordinator.state.topic.replication.factor=1",
                        "share.coordinator.state.topic.min.isr=1",
                        "group.initial.rebalance.delay.ms=0",
                        "group.min.session.timeout.ms=1000",
                        "broker.session.timeout.ms=1000",
                        "broker.heartbeat.interval.ms=250",
                        "auto.create.topics.enable=false",
                        "log.retention.ms=-1",
                        "log.segment.bytes=67108864",
                        "log.index.size.max.bytes=524288"));
    }

    private static String addresses(Map<String, Integer> ports) {
        return ports.entrySet().stream()
                .map(port -> port.getKey() + "://127.0.0.1:" + port.getValue())
                .collect(Collectors.joining(","));
    }

    /** Returns when it listens; what it has acknowledged is still there. */
    void start() throws IOException {
        process = jvm.start("broker", BrokerMain.class.getName(), List.of(settings.toString()));
        Jvm.awaitPort(ports.gateway());
    }

    /** kill -9. */
    void kill() {
        if (process != null) {
            process.kill();
        }
    }

    /** SIGSTOP: connections stand, and nobody answers. */
    void pause() {
        process.pause();
    }

    /** SIGCONT. */
    void resume() {
        process.resume();
    }

    /** SIGTERM; returns when it has ended. */
    void stop() {
        process.stop();
    }
}
