package dev.slipway.sandbox.node;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one pod, told in order on a thread of its own. */
final class PodRunner implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(PodRunner.class);
    private static final int DEFAULT_PORT = 8080;
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);
    /** Who sends requests needs a moment to hear that the pod is going, and longer where it has no processor. */
    private static final Duration LAME_DUCK = Duration.ofSeconds(1);

    private enum Stop {
        /** The pod is to end. */
        DELETED,
        /** This process is; the pod goes on in the next. */
        LEFT_ALONE
    }

    private final Pod pod;
    private final String node;
    private final SandboxRegistry registry;
    private final PodNetwork network;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private final PodStatuses statuses;
    private final PodReporter reporter;
    private volatile @Nullable Stop why;
    private @Nullable PodServer server;

    PodRunner(Pod pod, String node, KubernetesClient client, SandboxRegistry registry, PodNetwork network) {
        this.pod = pod;
        this.node = node;
        this.registry = registry;
        this.network = network;
        statuses = new PodStatuses(pod, Clock.systemUTC());
        reporter = new PodReporter(client, pod, left);
    }

    /** Ends the pod, gently. */
    void delete() {
        stop(Stop.DELETED);
    }

    /** Stops to run the pod without a word about it. */
    void leaveAlone() {
        left.countDown();
        stop(Stop.LEFT_ALONE);
    }

    private synchronized void stop(Stop reason) {
        if (why == null) {
            why = reason;
        }
        stop.countDown();
    }

    @Override
    public void run() {
        try {
            live();
            awaitStop();
            if (why == Stop.DELETED) {
                drain();
            }
            stopServing();
            if (why == Stop.DELETED) {
                reporter.delete();
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("pod failed in the sandbox itself: {}", pod.getMetadata().getName(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            stopServing();
            Optional.ofNullable(statuses.ip()).ifPresent(network::release);
        }
    }

    /** Returns when there is nothing left to happen but the end. */
    private void live() throws IOException, InterruptedException {
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return;
        }
        if (pod.getSpec().getNodeName() == null) {
            reporter.bind(node);
        }
        Optional<ImageBehaviour> image = pull();
        if (image.isEmpty()) {
            return;
        }
        ImageBehaviour behaviour = image.get();
        boolean adopted = statuses.wasReady();
        String ip = Objects.requireNonNullElseGet(statuses.ip(), network::allocate);
        if (behaviour.crashLoop()) {
            crash(ip, behaviour);
            return;
        }
        PodServer started = serve(ip, behaviour);
        if (!adopted) {
            report(statuses.running(ip, false));
            if (pause(startTime(behaviour))) {
                return;
            }
        }
        if (!"Always".equals(pod.getSpec().getRestartPolicy())) {
            stopServing();
            report(statuses.ended(ip, !behaviour.neverReady()));
            return;
        }
        if (behaviour.neverReady()) {
            return;
        }
        started.healthy(true);
        if (!adopted) {
            report(statuses.running(ip, true));
        }
        Long unreadyAfter = behaviour.unreadyAfterMillis();
        if (unreadyAfter != null && !pause(Duration.ofMillis(unreadyAfter))) {
            started.healthy(false);
            report(statuses.running(ip, false));
        }
    }

    private Optional<ImageBehaviour> pull() throws InterruptedException {
        String image = pod.getSpec().getContainers().getFirst().getImage();
        Optional<ImageBehaviour> behaviour = registry.resolve(image);
        String reason = "ErrImagePull";
        for (Duration wait = FIRST_BACK_OFF; behaviour.isEmpty(); wait = longer(wait)) {
            report(statuses.waiting(reason, "image \"%s\" not found in the sandbox registry".formatted(image)));
            if (pause(wait)) {
                return Optional.empty();
            }
            reason = "ImagePullBackOff";
            behaviour = registry.resolve(image);
        }
        return behaviour;
    }

    private void crash(String ip, ImageBehaviour behaviour) throws InterruptedException {
        if (!"Always".equals(pod.getSpec().getRestartPolicy())) {
            report(statuses.running(ip, false));
            pause(startTime(behaviour));
            report(statuses.ended(ip, false));
            return;
        }
        report(statuses.running(ip, false));
        for (Duration wait = FIRST_BACK_OFF; !pause(startTime(behaviour)); wait = longer(wait)) {
            report(statuses.crashed(ip));
            if (pause(wait)) {
                return;
            }
            report(statuses.restarted(ip));
        }
    }

    private PodServer serve(String ip, ImageBehaviour behaviour) throws IOException {
        PodServer started = PodServer.start(component(), pod.getMetadata().getName(), behaviour);
        server = started;
        List<Integer> ports = pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .map(ContainerPort::getContainerPort)
                .toList();
        (ports.isEmpty() ? List.of(DEFAULT_PORT) : ports).forEach(port -> network.listen(ip, port, started.address()));
        return started;
    }

    private Duration startTime(ImageBehaviour behaviour) {
        var probe = pod.getSpec().getContainers().getFirst().getReadinessProbe();
        Integer delay = probe == null ? null : probe.getInitialDelaySeconds();
        return Duration.ofMillis(Math.max(behaviour.startDelayMillis(), delay == null ? 0 : delay * 1000L));
    }

    private String component() {
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        String name = labels.getOrDefault("app.kubernetes.io/name", labels.get("app"));
        return name != null ? name : pod.getSpec().getContainers().getFirst().getName();
    }

    private void drain() throws InterruptedException {
        PodServer serving = server;
        if (serving == null) {
            return;
        }
        Long grace = pod.getSpec().getTerminationGracePeriodSeconds();
        long end = System.nanoTime()
                + Duration.ofSeconds(grace == null ? 30 : grace).toNanos();
        do {
            if (left.await(LAME_DUCK.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } while (!serving.isIdle() && System.nanoTime() < end);
    }

    private void stopServing() {
        Optional.ofNullable(statuses.ip()).ifPresent(network::silence);
        if (server != null) {
            server.close();
            server = null;
        }
    }

    private void report(PodStatus status) throws InterruptedException {
        if (why == null) {
            reporter.report(status);
        }
    }

    private void awaitStop() throws InterruptedException {
        stop.await();
    }

    /** Lets time pass; true if the pod is to stop. */
    private boolean pause(Duration time) throws InterruptedException {
        return stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Duration longer(Duration wait) {
        Duration twice = wait.multipliedBy(2);
        return twice.compareTo(LONGEST_BACK_OFF) < 0 ? twice : LONGEST_BACK_OFF;
    }
}
