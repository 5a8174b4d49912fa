package dev.slipway.e2e.faults;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.slipway.embedded.ChildProcess;
import dev.slipway.events.codec.Json;
import dev.slipway.sandbox.SandboxCluster;
import dev.slipway.service.security.Credentials;
import dev.slipway.service.security.Roles;
import dev.slipway.standalone.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A whole Slipway of processes of their own: broker, store and the five services, each of which reaches broker, store and
 * the cluster's API through a network of its own. Only the sandbox cluster lives in the test's own process.
 */
@SuppressWarnings("NullAway.Init") // what start() makes
final class Landscape implements AutoCloseable {
    static final String TOKEN = "slw_fault-suite";
    static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dorg.springframework.boot.logging.LoggingSystem=none",
            "-Dlogback.configurationFile=faults-logback.xml");

    private final Path folder;
    private final Ports ports = Ports.from(0);
    private final Ports listeners = Ports.from(0);
    private final Map<Service, ChildProcess> services = new EnumMap<>(Service.class);
    private final Map<Service, TcpProxy> toBroker = new EnumMap<>(Service.class);
    private final Map<Service, TcpProxy> toStore = new EnumMap<>(Service.class);
    private final Map<Service, TcpProxy> toCluster = new EnumMap<>(Service.class);
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private SandboxCluster cluster;
    private ChildProcess broker;
    private ChildProcess store;
    private MongoClient database;

    private Landscape(Path folder) {
        this.folder = folder;
    }

    /** Returns when every service says that it is well. */
    static Landscape start(Path folder) throws Exception {
        Landscape landscape = new Landscape(folder);
        try {
            landscape.start();
            return landscape;
        } catch (Exception e) {
            landscape.close();
            throw e;
        }
    }

    private void start() throws Exception {
        cluster = SandboxCluster.start(folder.resolve("cluster"), 0, 0);
        Files.writeString(
                folder.resolve("credentials.json"),
                Json.write(new Credentials.CredentialsFile(List.of(
                        new Credentials.Credential(
                                "ci", List.of(Roles.CI, Roles.OPERATOR, Roles.ENGINEER), Credentials.hash(TOKEN)),
                        approver()))));
        for (Service service : Service.values()) {
            toBroker.put(service, TcpProxy.to(brokerPort(service)));
            toStore.put(service, TcpProxy.to(listeners.store()));
            if (service.talksToKubernetes()) {
                TcpProxy proxy =
                        TcpProxy.to(URI.create(cluster.config().getMasterUrl()).getPort());
                toCluster.put(service, proxy);
                Path kubeconfig = kubeconfig(service);
                cluster.kubeconfig(kubeconfig);
                Files.writeString(
                        kubeconfig,
                        Files.readString(kubeconfig)
                                .replace(cluster.config().getMasterUrl(), "http://127.0.0.1:" + proxy.port() + "/"));
            }
        }
        Files.write(folder.resolve("server.properties"), brokerSettings());
        startStore();
        startBroker();
        for (Service service : Service.values()) {
            start(service);
        }
        for (Service service : Service.values()) {
            awaitWell(service);
        }
    }

    private static Credentials.Credential approver() {
        return new Credentials.Credential(
                "approver", List.of(Roles.RELEASE_APPROVER), Credentials.hash(TOKEN + "-approver"));
    }

    private Path kubeconfig(Service service) {
        return folder.resolve(service + ".kubeconfig");
    }

    private int brokerPort(Service service) {
        return portOf(service, listeners);
    }

    private static int portOf(Service service, Ports some) {
        return switch (service) {
            case GATE -> some.gate();
            case DEPLOY -> some.deploy();
            case CANARY -> some.canary();
            case AUDIT -> some.audit();
            case NOTIFY -> some.notification();
        };
    }

    /** A listener for each service, which advertises the service's own network; and one for the test. */
    private List<String> brokerSettings() {
        Map<String, Integer> bound = new LinkedHashMap<>(Map.of("TEST", listeners.gateway()));
        Map<String, Integer> advertised = new LinkedHashMap<>(bound);
        for (Service service : Service.values()) {
            bound.put(service.name(), brokerPort(service));
            advertised.put(service.name(), network(toBroker, service).port());
        }
        return List.of(
                "process.roles=broker,controller",
                "node.id=1",
                "log.dirs=" + folder.resolve("kafka"),
                "listeners=" + addresses(bound) + ",CONTROLLER://127.0.0.1:" + listeners.kubernetes(),
                "advertised.listeners=" + addresses(advertised),
                "listener.security.protocol.map=CONTROLLER:PLAINTEXT,"
                        + bound.keySet().stream()
                                .map(name -> name + ":PLAINTEXT")
                                .collect(Collectors.joining(",")),
                "inter.broker.listener.name=TEST",
                "controller.listener.names=CONTROLLER",
                "controller.quorum.voters=1@127.0.0.1:" + listeners.kubernetes(),
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
                "log.index.size.max.bytes=524288");
    }

    private static String addresses(Map<String, Integer> ports) {
        return ports.entrySet().stream()
                .map(port -> port.getKey() + "://127.0.0.1:" + port.getValue())
                .collect(Collectors.joining(","));
    }

    private ChildProcess launch(String name, String mainClass, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        return ChildProcess.start(folder, name, command);
    }

    void startBroker() throws IOException {
        broker = launch(
                "broker",
                BrokerMain.class.getName(),
                List.of(folder.resolve("server.properties").toString()));
        awaitPort(listeners.gateway());
    }

    void startStore() throws IOException {
        store = launch(
                "store",
                StoreMain.class.getName(),
                List.of(folder.resolve("store.mv").toString(), Integer.toString(listeners.store())));
        awaitPort(listeners.store());
        if (database == null) {
            database = MongoClients.create("mongodb://127.0.0.1:" + listeners.store());
        }
    }

    private static void awaitPort(int port) {
        Awaitility.await("port " + port).atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return true;
            }
        });
    }

    void start(Service service) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "spring.config.name",
                service.toString(),
                "server.port",
                Integer.toString(port(service)),
                "slipway.kafka.bootstrap",
                "127.0.0.1:" + network(toBroker, service).port(),
                "slipway.kafka.partitions",
                "3",
                "slipway.kafka.instance",
                "one",
                "slipway.mongodb.uri",
                "mongodb://127.0.0.1:" + network(toStore, service).port(),
                "slipway.security.credentials-file",
                folder.resolve("credentials.json").toString()));
        if (service.talksToKubernetes()) {
            settings.put("slipway.kubernetes.kubeconfig", kubeconfig(service).toString());
        }
        if (service == Service.AUDIT) {
            Path audit = auditFolder();
            settings.put("slipway.audit.key-file", audit.resolve("log.key").toString());
            settings.put(
                    "slipway.audit.checkpoint-file", audit.resolve("checkpoint").toString());
            settings.put(
                    "slipway.audit.evidence-folder", audit.resolve("evidence").toString());
        }
        services.put(
                service,
                launch(
                        service.toString(),
                        service.mainClass(),
                        settings.entrySet().stream()
                                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                                .toList()));
    }

    Path auditFolder() {
        return folder.resolve("audit");
    }

    private static TcpProxy network(Map<Service, TcpProxy> networks, Service service) {
        return Objects.requireNonNull(networks.get(service));
    }

    void awaitWell(Service service) {
        Awaitility.await(service + " is well; see " + process(service).log())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> health(service).contains("\"status\":\"UP\"")
                        && !health(service).contains("DOWN"));
    }

    /** What it says of itself; empty where it does not answer. */
    String health(Service service) {
        try {
            return get(service, "/actuator/health").body();
        } catch (IOException _) {
            return "";
        }
    }

    HttpResponse<String> get(Service service, String path) throws IOException {
        return call(service, "GET", path, null, TOKEN);
    }

    HttpResponse<String> call(Service service, String method, String path, @Nullable String body, String token)
            throws IOException {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(service) + path))
                            .timeout(Duration.ofSeconds(10))
                            .header("Authorization", "Bearer " + token)
                            .header(
                                    "Content-Type",
                                    path.startsWith("/v1/pipelines") ? "application/yaml" : "application/json")
                            .method(
                                    method,
                                    body == null
                                            ? HttpRequest.BodyPublishers.noBody()
                                            : HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private int port(Service service) {
        return portOf(service, ports);
    }

    ChildProcess process(Service service) {
        return Objects.requireNonNull(services.get(service));
    }

    ChildProcess broker() {
        return broker;
    }

    ChildProcess store() {
        return store;
    }

    TcpProxy brokerOf(Service service) {
        return network(toBroker, service);
    }

    TcpProxy storeOf(Service service) {
        return network(toStore, service);
    }

    TcpProxy clusterOf(Service service) {
        return network(toCluster, service);
    }

    SandboxCluster cluster() {
        return cluster;
    }

    MongoClient database() {
        return database;
    }

    /** For the test itself; nothing is ever done to this way. */
    String bootstrap() {
        return "127.0.0.1:" + listeners.gateway();
    }

    Map<String, Long> residentMegabytes() {
        Map<String, Long> memory = new LinkedHashMap<>();
        Arrays.stream(Service.values())
                .forEach(service ->
                        memory.put(service.toString(), process(service).residentMegabytes()));
        return memory;
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        services.values().forEach(ChildProcess::kill);
        for (Map<Service, TcpProxy> networks : List.of(toBroker, toStore, toCluster)) {
            for (TcpProxy network : networks.values()) {
                network.close();
            }
        }
        if (database != null) {
            database.close();
        }
        if (broker != null) {
            broker.kill();
        }
        if (store != null) {
            store.kill();
        }
        if (cluster != null) {
            cluster.close();
        }
    }
}
