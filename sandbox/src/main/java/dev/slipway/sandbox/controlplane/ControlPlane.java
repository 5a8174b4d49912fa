package dev.slipway.sandbox.controlplane;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes cluster without nodes: server-side apply, validation, rollouts, replica sets, garbage collection and the
 * Gateway API's resources are real; pods stay Pending until somebody runs them and reports their status, and nobody
 * implements a gateway.
 *
 * <p>Everything listens on loopback, and etcd lets in whoever asks: it is for tests. The processes die with this JVM,
 * however it ends; the work folder stays, and is the caller's to delete. Not for several threads at once.
 */
public final class ControlPlane implements AutoCloseable {

    /** What to tell somebody whose machine has no control plane. */
    public static final String REMEDY =
            "no kube-apiserver, kube-controller-manager and etcd here: run sandbox/control-plane/build";

    /** A warm start takes about three seconds; a busy machine that reads the programs from a cold disk, much longer. */
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Settings settings;
    private final Credentials credentials;
    private final Program etcd;
    private Program apiServer;
    private @Nullable Program controllers;

    private ControlPlane(Settings settings, Credentials credentials, Program etcd, Program apiServer) {
        this.settings = settings;
        this.credentials = credentials;
        this.etcd = etcd;
        this.apiServer = apiServer;
    }

    /**
     * The folder with the programs: {@code KUBEBUILDER_ASSETS} where it has all three, otherwise what
     * {@code sandbox/control-plane/build} made last. Empty where there is neither, or where the Gateway API's resource
     * definitions are missing: say {@link #REMEDY} then.
     */
    public static Optional<Path> find() {
        return Installation.find(System.getenv()).map(Installation::programs);
    }

    /** {@link #start(Path, Path, Path)} without a way to the pods. */
    public static ControlPlane start(Path programs, Path workFolder) throws IOException {
        return start(new Settings(installation(programs), workFolder.toAbsolutePath(), null));
    }

    /**
     * Starts the three programs and returns when the API server is ready, the namespace {@code default} is there and
     * the Gateway API's resources are served. The controllers may be a moment behind.
     *
     * @param programs what {@link #find} found
     * @param workFolder for data, keys and the programs' logs; created where it is missing
     * @param egressSocket the Unix socket on which an {@link EgressProxy} leads the API server's own connections (the
     *     pod proxy) to the pods; at most about 100 bytes long. Nobody needs to listen on it yet
     * @throws IOException when a program cannot be started or ends by itself, or when it is not ready within two
     *     minutes; the message holds the end of its log
     */
    public static ControlPlane start(Path programs, Path workFolder, Path egressSocket) throws IOException {
        return start(new Settings(installation(programs), workFolder.toAbsolutePath(), egressSocket.toAbsolutePath()));
    }

    private static Installation installation(Path programs) {
        return Installation.in(programs.toAbsolutePath(), System.getenv())
                .orElseThrow(() -> new IllegalArgumentException(programs + ": " + REMEDY));
    }

    private static ControlPlane start(Settings settings) throws IOException {
        Files.createDirectories(settings.workFolder());
        Credentials credentials = Credentials.create(settings);
        settings.writeEgressSelection();
        Deadline deadline = Deadline.in(START_LIMIT);
        ControlPlane plane = null;
        Program etcd = Program.start(settings, "etcd", settings.etcdArguments());
        try {
            // The API server would wait for etcd by itself, but in steps of a second.
            deadline.await(etcd, () -> Ports.accepts(settings.etcdPort()));
            plane = new ControlPlane(settings, credentials, etcd, startApiServer(settings, credentials));
            plane.becomeReady(deadline);
            return plane;
        } catch (IOException | RuntimeException e) {
            if (plane != null) {
                plane.close();
            }
            etcd.close();
            throw e;
        }
    }

    private static Program startApiServer(Settings settings, Credentials credentials) throws IOException {
        return Program.start(settings, "kube-apiserver", settings.apiServerArguments(credentials));
    }

    private void becomeReady(Deadline deadline) throws IOException {
        awaitApiServer(deadline);
        startControllers();
        try (KubernetesClient client = client()) {
            GatewayApi.install(client, settings.installation().definitions());
            deadline.await(
                    apiServer,
                    () -> GatewayApi.isServed(client)
                            && client.namespaces().withName("default").get() != null);
        }
    }

    private void startControllers() throws IOException {
        Path kubeconfig = settings.workFolder().resolve("controllers.kubeconfig");
        kubeconfig(kubeconfig);
        controllers = Program.start(settings, "kube-controller-manager", settings.controllerArguments(kubeconfig));
    }

    private void awaitApiServer(Deadline deadline) throws IOException {
        // It writes its certificate before it listens, so the client can only be built afterwards.
        deadline.await(apiServer, () -> Ports.accepts(settings.apiPort()));
        try (KubernetesClient client = client()) {
            deadline.await(apiServer, () -> isReady(client));
        }
    }

    private static boolean isReady(KubernetesClient client) {
        try {
            return "ok".equals(client.raw("/readyz"));
        } catch (KubernetesClientException _) {
            return false; // it refuses connections, or names the parts that are not ready yet
        }
    }

    private KubernetesClient client() {
        Config impatient = config();
        impatient.setRequestRetryBackoffLimit(0);
        return new KubernetesClientBuilder().withConfig(impatient).build();
    }

    /** How a client reaches this control plane as a member of {@code system:masters}; a new object for each caller. */
    public Config config() {
        return credentials.config(settings);
    }

    /** Writes what {@link #config} says for kubectl and whoever else reads a kubeconfig; only the owner can read it. */
    public void kubeconfig(Path file) throws IOException {
        credentials.writeKubeconfig(settings, file);
    }

    /** The fault: kill -9 of the API server; returns when it is gone. Without effect where it is gone already. */
    public void killApiServer() {
        apiServer.close();
    }

    /** For whoever does other things to the API server; another one after each restart. */
    public long apiServerPid() {
        return apiServer.process().pid();
    }

    /**
     * Starts the API server again on the same port, with the same data and credentials, and returns when it is ready
     * (after killing it, if it still runs). The controllers watch again by themselves, but the longer the API server
     * was away, the later: after 15 s, it took them 46 s. Who cannot wait calls {@link #restartControllers} as well.
     *
     * @throws IOException as {@link #start(Path, Path, Path)}; the API server may be down then and can be restarted
     */
    public void restartApiServer() throws IOException {
        apiServer.close();
        apiServer = startApiServer(settings, credentials);
        awaitApiServer(Deadline.in(START_LIMIT));
    }

    /** Kills the controllers and starts new ones, which watch at once; expects a running API server. */
    public void restartControllers() throws IOException {
        stopControllers();
        startControllers();
    }

    private void stopControllers() {
        if (controllers != null) {
            controllers.close();
        }
    }

    /** Kills the three programs and waits until they are gone; never fails. */
    @Override
    public void close() {
        stopControllers();
        apiServer.close();
        etcd.close();
    }
}
