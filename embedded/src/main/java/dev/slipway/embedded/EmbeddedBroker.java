package dev.slipway.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A Kafka broker with its controller in this process, on the loopback interface, durable in one folder.
 *
 * <p>An acknowledged record survives a {@code kill -9} of this process: it is in the operating system's page cache,
 * which outlives the process. It does not have to survive a power failure, for there is no second replica and no flush
 * per record; where that matters, use a Kafka cluster.
 *
 * <p>A fault after which Kafka cannot go on, such as a full disk or a log folder that is deleted while the broker runs,
 * halts the JVM, as it does in every Kafka process: close the broker before its folder goes away.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    /** The port of the previous start: clients and consumers that outlive a restart find the broker again. */
    private static final String PORT_FILE = "slipway.port";

    private final FolderLock lock;
    private final int port;
    private final Metrics metrics;
    private final ControllerServer controller;
    private final BrokerServer broker;

    private EmbeddedBroker(
            FolderLock lock, int port, Metrics metrics, ControllerServer controller, BrokerServer broker) {
        this.lock = lock;
        this.port = port;
        this.metrics = metrics;
        this.controller = controller;
        this.broker = broker;
    }

    /**
     * Starts a broker on a folder, which is created and formatted if it is new, and returns when it serves clients.
     *
     * @param port where to listen; 0 takes the port that was used last on this folder, or a free one
     * @throws IllegalStateException if the port is taken or the folder belongs to a running broker
     */
    public static EmbeddedBroker start(Path logFolder, int port) {
        try {
            Files.createDirectories(logFolder);
            Path folder = logFolder.toRealPath();
            var lock = FolderLock.of(folder);
            try {
                return start(folder, lock, port);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException | KafkaException e) {
            throw new IllegalStateException(
                    "cannot start a broker on folder %s, port %d: %s; choose another folder or a free port"
                            .formatted(logFolder, port, e.getMessage()),
                    e);
        }
    }

    /** The {@code host:port} for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return Ports.LOOPBACK + ":" + port;
    }

    @Override
    public void close() {
        // The broker first: its controlled shutdown talks to the controller.
        Utils.swallow(LOG, Level.WARN, "stopping the broker", broker::shutdown);
        Utils.swallow(LOG, Level.WARN, "stopping the controller", controller::shutdown);
        Utils.closeQuietly(metrics, "metrics");
        Utils.closeQuietly(lock, "folder lock");
    }

    private static EmbeddedBroker start(Path folder, FolderLock lock, int port) throws IOException {
        try (var clients = openFor(folder, port);
                var quorum = Ports.open(0)) {
            EmbeddedBroker broker = start(folder, lock, clients, quorum);
            Files.writeString(folder.resolve(PORT_FILE), Integer.toString(broker.port));
            return broker;
        }
    }

    private static EmbeddedBroker start(Path folder, FolderLock lock, Ports.Listener clients, Ports.Listener quorum)
            throws IOException {
        var config = KafkaConfig.fromProps(BrokerSettings.of(folder, clients.port(), quorum.port()));
        format(folder);
        var initialized = KafkaRaftServer.initializeLogDirs(config, LOG, "");
        var meta = initialized._1();
        var metrics =
                Server.initializeMetrics(config, Time.SYSTEM, meta.clusterId().orElseThrow());
        var shared = new SharedServer(
                config,
                meta,
                Time.SYSTEM,
                metrics,
                CompletableFuture.completedFuture(Map.of(BrokerSettings.NODE, Ports.address(quorum.port()))),
                List.of(),
                new StandardFaultHandlerFactory(),
                handingOut(clients, quorum));
        var broker = new EmbeddedBroker(
                lock,
                clients.port(),
                metrics,
                new ControllerServer(shared, KafkaRaftServer.configSchema(), initialized._2()),
                new BrokerServer(shared));
        try {
            broker.controller.startup();
            broker.broker.startup();
            return broker;
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    private static void format(Path folder) throws IOException {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try (var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(BrokerSettings.NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setDirectories(List.of(folder.toString()))
                    .setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER)
                    .run();
        } catch (Exception e) {
            throw new IOException("cannot format %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static Ports.Listener openFor(Path folder, int port) throws IOException {
        Path remembered = folder.resolve(PORT_FILE);
        if (port != 0 || !Files.exists(remembered)) {
            return Ports.open(port);
        }
        return Ports.openOr(Integer.parseInt(Files.readString(remembered).strip()), 0);
    }

    /** Hands Kafka the sockets that are bound already, so that nobody can take a port between choosing and using it. */
    private static ServerSocketFactory handingOut(Ports.Listener... listeners) {
        return (listenerName, address, _, _) -> {
            for (Ports.Listener listener : listeners) {
                if (listener.port() == address.getPort()) {
                    ServerSocketChannel channel = listener.release();
                    channel.configureBlocking(false);
                    return channel;
                }
            }
            throw new IOException("no socket was opened for listener %s at %s".formatted(listenerName, address));
        };
    }
}
