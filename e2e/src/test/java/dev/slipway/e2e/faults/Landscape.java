package dev.slipway.e2e.faults;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.slipway.embedded.ChildProcess;
import dev.slipway.events.codec.Json;
import dev.slipway.service.security.Credentials;
import dev.slipway.service.security.Roles;
import dev.slipway.standalone.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A whole Slipway of processes of their own: broker, store and the five services, each of which reaches broker, store and
 * the cluster's API through a network of its own. Only the sandbox's nodes, and its API where that is the cluster, live in the test's own process.
 */
@SuppressWarnings("NullAway.Init") // what start() makes
final class Landscape implements AutoCloseable {
    static final String TOKEN = "slw_fault-suite";

    /** As routes call them. */
    static final String TEAM = "team";

    /** Of each topic. */
    static final int PARTITIONS = 3;

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private final Path folder;
    private final Jvm jvm;
    private final Cluster cluster;
    private final StoreServer store;
    private final MongoClient database;
    private final Broker broker;
    private final Ports ports;
    private final Map<Service, ChildProcess> services = new EnumMap<>(Service.class);
    private final Map<Service, TcpProxy> toBroker = new EnumMap<>(Service.class);
    private final Map<Service, TcpProxy> toStore = new EnumMap<>(Service.class);
    private final Map<Service, TcpProxy> toCluster = new EnumMap<>(Service.class);
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private Admin admin;
    private Trail trail;
    private Team team;
    private TcpProxy toTeam;

    /** The log that audit-service signs, and where it keeps what it has outside of the database. */
    record Trail(String name, Path folder) {}

    private Landscape(Path folder, Cluster cluster, StoreServer store, Ports listeners) {
        this.folder = folder;
        this.jvm = new Jvm(folder);
        this.cluster = cluster;
        this.store = store;
        this.database = MongoClients.create("mongodb://127.0.0.1:" + store.port());
        this.broker = new Broker(jvm, listeners);
        this.ports = apartFrom(listeners);
        this.trail = new Trail("slipway/trail", folder.resolve("audit"));
    }

    /** Nobody listens on either of them yet. */
    private static Ports apartFrom(Ports others) {
        Ports some = Ports.from(0);
        return Math.abs(some.gateway() - others.gateway()) > others.store() - others.gateway()
                ? some
                : apartFrom(others);
    }

    /** Returns when every service says that it is well. */
    static Landscape start(Path folder) throws Exception {
        return start(folder, Parts.OURS);
    }

    static Landscape start(Path folder, Parts parts) throws Exception {
        Ports listeners = Ports.from(0);
        Cluster cluster = parts.cluster().in(folder.resolve("cluster"));
        StoreServer store;
        try {
            store = parts.store().start(new Jvm(folder), listeners.store());
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
        Landscape landscape = new Landscape(folder, cluster, store, listeners);
        try {
            landscape.start();
            return landscape;
        } catch (Exception e) {
            landscape.close();
            throw e;
        }
    }

    private void start() throws Exception {
        Files.writeString(
                folder.resolve("credentials.json"),
                Json.write(new Credentials.CredentialsFile(List.of(
                        new Credentials.Credential(
                                "ci", List.of(Roles.CI, Roles.OPERATOR, Roles.ENGINEER), Credentials.hash(TOKEN)),
                        approver()))));
        for (Service service : Service.values()) {
            toBroker.put(service, TcpProxy.to(broker.port(service)));
            toStore.put(service, TcpProxy.to(store.port()));
            if (service.talksToKubernetes()) {
                leadToCluster(service);
            }
        }
        team = Team.listening();
        toTeam = TcpProxy.to(team.port());
        broker.advertise(toBroker);
        broker.start();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
        for (Service service : Service.values()) {
            start(service);
        }
        for (Service service : Service.values()) {
            awaitWell(service);
        }
    }

    private void leadToCluster(Service service) throws IOException {
        int port = URI.create(cluster.config().getMasterUrl()).getPort();
        TcpProxy proxy = TcpProxy.to(port);
        toCluster.put(service, proxy);
        Path kubeconfig = kubeconfig(service);
        cluster.kubeconfig(kubeconfig);
        Files.writeString(
                kubeconfig, Files.readString(kubeconfig).replace("127.0.0.1:" + port, "127.0.0.1:" + proxy.port()));
    }

    private static Credentials.Credential approver() {
        return new Credentials.Credential(
                "approver", List.of(Roles.RELEASE_APPROVER), Credentials.hash(TOKEN + "-approver"));
    }

    private Path kubeconfig(Service service) {
        return folder.resolve(service + ".kubeconfig");
    }

    void start(Service service) throws IOException {
        start(service, !store.isForSeveral());
    }

    /** @param oneInstance what it is told, that no other one of it will ever run */
    void start(Service service, boolean oneInstance) throws IOException {
        services.put(service, launch(service, "one", port(service), oneInstance));
    }

    /** A second instance, which reaches all by the same networks; it is for the caller to end it. */
    ChildProcess startAnother(Service service) throws IOException {
        return launch(service, "two", 0, false);
    }

    private ChildProcess launch(Service service, String instance, int port, boolean oneInstance) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "spring.config.name",
                service.toString(),
                "server.port",
                Integer.toString(port),
                "slipway.kafka.bootstrap",
                "127.0.0.1:" + network(toBroker, service).port(),
                "slipway.kafka.partitions",
                Integer.toString(PARTITIONS),
                "slipway.kafka.instance",
                instance,
                "slipway.mongodb.uri",
                "mongodb://127.0.0.1:" + network(toStore, service).port(),
                "slipway.mongodb.one-instance",
                Boolean.toString(oneInstance),
                "slipway.security.credentials-file",
                folder.resolve("credentials.json").toString()));
        if (service.talksToKubernetes()) {
            settings.put("slipway.kubernetes.kubeconfig", kubeconfig(service).toString());
        }
        if (service == Service.NOTIFY) {
            settings.put("slipway.notify.webhooks." + TEAM + ".url", "http://127.0.0.1:" + toTeam.port());
            settings.put("slipway.notify.webhooks." + TEAM + ".secret", TOKEN);
        }
        if (service == Service.AUDIT) {
            settings.put("slipway.audit.log-name", trail.name());
            settings.put(
                    "slipway.audit.key-file", trail.folder().resolve("log.key").toString());
            settings.put(
                    "slipway.audit.checkpoint-file",
                    trail.folder().resolve("checkpoint").toString());
            settings.put(
                    "slipway.audit.evidence-folder",
                    trail.folder().resolve("evidence").toString());
        }
        return jvm.start(
                service + "-" + instance,
                service.mainClass(),
                settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toList());
    }

    Trail trail() {
        return trail;
    }

    /** From audit-service's next start on. */
    void beginTrail(Trail next) {
        trail = next;
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
        return service.portOf(ports);
    }

    ChildProcess process(Service service) {
        return Objects.requireNonNull(services.get(service));
    }

    /** Of the test itself. */
    Admin admin() {
        return admin;
    }

    Broker broker() {
        return broker;
    }

    StoreServer store() {
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

    Cluster cluster() {
        return cluster;
    }

    Team team() {
        return team;
    }

    /** Of notify-service to the team. */
    TcpProxy networkToTeam() {
        return toTeam;
    }

    MongoClient database() {
        return database;
    }

    /** For the test itself; nothing is ever done to this way. */
    String bootstrap() {
        return broker.bootstrap();
    }

    /** For people who want to know why a test failed: what all services say of themselves, and what their threads do. */
    void explain() {
        services.forEach((service, process) -> {
            System.out.println(service + ", see " + process.log() + " and .threads: " + health(service));
            process.threads();
        });
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
        if (toTeam != null) {
            toTeam.close();
            team.close();
        }
        database.close();
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
        broker.kill();
        store.close();
        cluster.close();
    }
}
