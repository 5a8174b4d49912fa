package dev.slipway.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** The settings of a broker that is alone, small and never forgets. */
final class BrokerSettings {

    static final int NODE = 1;
    static final String CONTROLLER = "CONTROLLER";
    private static final String CLIENTS = "CLIENTS";

    private static final Map<String, Object> ALONE = Map.ofEntries(
            Map.entry("offsets.topic.replication.factor", 1),
            Map.entry("transaction.state.log.replication.factor", 1),
            Map.entry("transaction.state.log.min.isr", 1),
            Map.entry("share.coordinator.state.topic.replication.factor", 1),
            Map.entry("share.coordinator.state.topic.min.isr", 1),
            Map.entry("group.initial.rebalance.delay.ms", 0),
            // After kill -9 the controller waits this long for the dead predecessor before it lets the broker back in.
            Map.entry("broker.session.timeout.ms", 1000),
            Map.entry("broker.heartbeat.interval.ms", 250),
            // After kill -9 a group waits for its dead members; consumers of an embedded broker may ask for less.
            Map.entry("group.min.session.timeout.ms", 1000));

    private static final Map<String, Object> REMEMBERS = Map.ofEntries(
            Map.entry("auto.create.topics.enable", false),
            Map.entry("log.retention.ms", -1),
            Map.entry("log.retention.bytes", -1),
            // Offsets of a group that did not run for a week are dropped by default, and its events said again.
            Map.entry("offsets.retention.minutes", Integer.MAX_VALUE));

    private static final Map<String, Object> SMALL = Map.ofEntries(
            Map.entry("num.network.threads", 2),
            Map.entry("num.io.threads", 4),
            Map.entry("background.threads", 2),
            Map.entry("num.recovery.threads.per.data.dir", 1),
            Map.entry("offsets.topic.num.partitions", 4),
            Map.entry("transaction.state.log.num.partitions", 1),
            Map.entry("share.coordinator.state.topic.num.partitions", 1),
            Map.entry("offsets.topic.segment.bytes", 8 << 20),
            Map.entry("log.segment.bytes", 64 << 20),
            Map.entry("log.index.size.max.bytes", 512 << 10),
            Map.entry("log.cleaner.dedupe.buffer.size", 4 << 20),
            Map.entry("log.cleaner.io.buffer.size", 128 << 10));

    private BrokerSettings() {}

    static Properties of(Path folder, int clientPort, int controllerPort) {
        String clients = CLIENTS + "://" + Ports.LOOPBACK + ":" + clientPort;
        var settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", Integer.toString(NODE));
        settings.setProperty("log.dirs", folder.toString());
        settings.setProperty("listeners", clients + "," + CONTROLLER + "://" + Ports.LOOPBACK + ":" + controllerPort);
        settings.setProperty("advertised.listeners", clients);
        settings.setProperty("listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        settings.setProperty("inter.broker.listener.name", CLIENTS);
        settings.setProperty("controller.listener.names", CONTROLLER);
        // A static quorum: its address is read from here and not from the log, so the port may change with each start.
        settings.setProperty("controller.quorum.voters", NODE + "@" + Ports.LOOPBACK + ":" + controllerPort);
        Stream.of(ALONE, REMEMBERS, SMALL)
                .forEach(group -> group.forEach((name, value) -> settings.setProperty(name, value.toString())));
        return settings;
    }
}
