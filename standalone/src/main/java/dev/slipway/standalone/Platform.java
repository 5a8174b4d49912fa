package dev.slipway.standalone;

import dev.slipway.audit.AuditServiceApplication;
import dev.slipway.canary.CanaryServiceApplication;
import dev.slipway.deploy.DeployServiceApplication;
import dev.slipway.embedded.EmbeddedBroker;
import dev.slipway.embedded.EmbeddedStore;
import dev.slipway.gate.GateServiceApplication;
import dev.slipway.notify.NotifyServiceApplication;
import dev.slipway.sandbox.SandboxCluster;
import dev.slipway.service.config.KafkaShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** All of Slipway on one folder. What is given from outside (a broker, a store, a cluster) is used, and not started. */
public final class Platform implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Platform.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Ports ports;
    private final Tokens tokens;
    private final Path data;
    private final @Nullable EmbeddedBroker broker;
    private final @Nullable EmbeddedStore store;
    private final @Nullable SandboxCluster sandbox;
    private final List<ConfigurableApplicationContext> services;
    private final Map<String, String> listening;

    private Platform(
            Ports ports,
            Tokens tokens,
            Path data,
            @Nullable EmbeddedBroker broker,
            @Nullable EmbeddedStore store,
            @Nullable SandboxCluster sandbox,
            List<ConfigurableApplicationContext> services,
            Map<String, String> listening) {
        this.ports = ports;
        this.tokens = tokens;
        this.data = data;
        this.broker = broker;
        this.store = store;
        this.sandbox = sandbox;
        this.services = services;
        this.listening = listening;
    }

    /** One of the five. */
    private record Service(String name, Class<?> application, int port) {}

    /** Returns when every service listens. */
    public static Platform start(Options options, Outside outside) throws IOException, InterruptedException {
        Path data = options.data.toAbsolutePath().normalize();
        Files.createDirectories(data);
        Ports ports = Ports.from(options.port);
        Tokens tokens = Tokens.of(data, ports);
        Queue<AutoCloseable> started = new ConcurrentLinkedQueue<>();
        try (ExecutorService starters = Executors.newFixedThreadPool(4)) {
            Future<Optional<EmbeddedBroker>> broker = starters.submit(() -> outside.kafka() == null
                    ? Optional.of(kept(started, EmbeddedBroker.start(data.resolve("kafka"), ports.kafka())))
                    : Optional.empty());
            Future<Optional<EmbeddedStore>> store = starters.submit(() -> outside.mongodb() == null
                    ? Optional.of(kept(started, EmbeddedStore.start(data.resolve("store.mv"), ports.store())))
                    : Optional.empty());
            Path kubeconfig = outside.kubeconfig() == null ? data.resolve("kubeconfig") : outside.kubeconfig();
            Future<Optional<SandboxCluster>> sandbox = starters.submit(() -> outside.kubeconfig() == null
                    ? Optional.of(kept(started, sandbox(data, ports, kubeconfig)))
                    : Optional.empty());
            String bootstrap = outside.kafka() == null ? "127.0.0.1:" + ports.kafka() : outside.kafka();
            String uri = outside.mongodb() == null ? ownStore(ports) : outside.mongodb();
            List<Future<ConfigurableApplicationContext>> contexts = new ArrayList<>();
            for (Service service : services(ports)) {
                String[] arguments = arguments(service, options, tokens, data, ports, bootstrap, uri, kubeconfig);
                contexts.add(starters.submit((Callable<ConfigurableApplicationContext>) () -> {
                    if (!Files.exists(kubeconfig)) {
                        sandbox.get(); // its first start writes the kubeconfig that two of the services read
                    }
                    return kept(
                            started,
                            new SpringApplicationBuilder(service.application())
                                    .properties("spring.config.name=" + service.name())
                                    .registerShutdownHook(false)
                                    .run(arguments));
                }));
            }
            List<ConfigurableApplicationContext> running = new ArrayList<>();
            for (Future<ConfigurableApplicationContext> context : contexts) {
                running.add(context.get());
            }
            Map<String, String> listening = new LinkedHashMap<>();
            services(ports)
                    .forEach(service -> listening.put(service.name(), "http://" + options.bind + ":" + service.port()));
            Platform platform = new Platform(
                    ports,
                    tokens,
                    data,
                    broker.get().orElse(null),
                    store.get().orElse(null),
                    sandbox.get().orElse(null),
                    running,
                    listening);
            platform.sandbox().ifPresent(cluster -> {
                listening.put("gateway", cluster.gatewayUrl().toString());
                listening.put("Kubernetes API", cluster.config().getMasterUrl());
            });
            listening.put("Kafka", bootstrap);
            listening.put("store", uri);
            platform.awaitListening();
            return platform;
        } catch (ExecutionException e) {
            closeAll(started);
            throw new IllegalStateException("a part of Slipway did not start: " + e.getCause(), e.getCause());
        }
    }

    private static <T extends AutoCloseable> T kept(Queue<AutoCloseable> started, T part) {
        started.add(part);
        return part;
    }

    /** What a failed start leaves behind; the failure itself is what counts. */
    private static void closeAll(Queue<AutoCloseable> started) {
        for (AutoCloseable part : started) {
            try {
                part.close();
            } catch (Exception e) {
                log.atWarn().setCause(e).log("closing after a failed start failed");
            }
        }
    }

    private static SandboxCluster sandbox(Path data, Ports ports, Path kubeconfig) throws IOException {
        SandboxCluster cluster = SandboxCluster.start(data.resolve("cluster"), ports.kubernetes(), ports.gateway());
        cluster.kubeconfig(kubeconfig);
        return cluster;
    }

    private static List<Service> services(Ports ports) {
        return List.of(
                new Service("gate-service", GateServiceApplication.class, ports.gate()),
                new Service("deploy-service", DeployServiceApplication.class, ports.deploy()),
                new Service("canary-service", CanaryServiceApplication.class, ports.canary()),
                new Service("audit-service", AuditServiceApplication.class, ports.audit()),
                new Service("notify-service", NotifyServiceApplication.class, ports.notification()));
    }

    private static String ownStore(Ports ports) {
        return "mongodb://127.0.0.1:" + ports.store();
    }

    private static String[] arguments(
            Service service,
            Options options,
            Tokens tokens,
            Path data,
            Ports ports,
            String bootstrap,
            String uri,
            Path kubeconfig) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("server.port", Integer.toString(service.port()));
        settings.put("server.address", options.bind);
        settings.put("slipway.kafka.bootstrap", bootstrap);
        settings.put("slipway.kafka.partitions", "3"); // one process: more would only cost memory
        settings.put("slipway.kafka.instance", "standalone");
        settings.put("slipway.mongodb.uri", uri);
        settings.put("slipway.mongodb.one-instance", Boolean.toString(uri.equals(ownStore(ports))));
        settings.put("slipway.security.credentials-file", tokens.credentials().toString());
        settings.put("slipway.kubernetes.kubeconfig", kubeconfig.toString());
        settings.put("slipway.audit.key-file", data.resolve("audit/log.key").toString());
        settings.put(
                "slipway.audit.checkpoint-file",
                data.resolve("audit/checkpoint").toString());
        settings.put(
                "slipway.audit.evidence-folder", data.resolve("audit/evidence").toString());
        Path pipelines = options.pipelines;
        if (pipelines != null) {
            settings.put("slipway.gate.pipelines", pipelines.toAbsolutePath().toString());
        }
        settings.put(
                "slipway.gate.variables[staging-url]", "http://127.0.0.1:" + ports.gateway() + "/staging/api-gateway");
        settings.put(
                "slipway.gate.variables[production-url]",
                "http://127.0.0.1:" + ports.gateway() + "/production/api-gateway");
        options.variables.forEach((name, value) -> settings.put("slipway.gate.variables[" + name + "]", value));
        settings.putAll(options.settings);
        return settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
    }

    private void awaitListening() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (ConfigurableApplicationContext service : services) {
            KafkaShell shell = service.getBean(KafkaShell.class);
            while (!shell.isListening()) {
                if (System.nanoTime() > deadline) {
                    throw new StartFailure(service.getId() + " does not listen after " + PATIENCE.toSeconds()
                            + " s; it waits for " + shell.waitingFor() + ". The log is " + data.resolve("slipway.log"));
                }
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        }
    }

    public Optional<SandboxCluster> sandbox() {
        return Optional.ofNullable(sandbox);
    }

    public Ports ports() {
        return ports;
    }

    public Tokens tokens() {
        return tokens;
    }

    public Path data() {
        return data;
    }

    /** What listens where. */
    public Map<String, String> listening() {
        return listening;
    }

    /** Services first, then what they stand on. */
    @Override
    public void close() {
        try (ExecutorService closers = Executors.newVirtualThreadPerTaskExecutor()) {
            services.forEach(service -> closers.submit(service::close));
        }
        if (sandbox != null) {
            sandbox.close();
        }
        if (broker != null) {
            broker.close();
        }
        if (store != null) {
            store.close();
        }
    }
}
