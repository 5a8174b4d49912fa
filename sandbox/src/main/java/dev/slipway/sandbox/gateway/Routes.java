package dev.slipway.sandbox.gateway;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Follows the routes, services and pods of a cluster: each change is in the table when the next request comes. */
final class Routes implements AutoCloseable {
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final long NEVER = Long.MAX_VALUE;

    private final SharedIndexInformer<HTTPRoute> routes;
    private final SharedIndexInformer<Service> services;
    private final SharedIndexInformer<Pod> pods;
    private final RouteReporter reporter;
    private final Semaphore changed = new Semaphore(0);
    private final Thread reporting;
    private volatile RoutingTable table = RoutingTable.EMPTY;
    private volatile boolean closed;

    static Routes follow(KubernetesClient client) {
        Routes routes = new Routes(client);
        routes.start();
        return routes;
    }

    private Routes(KubernetesClient client) {
        reporter = new RouteReporter(client);
        routes = client.resources(HTTPRoute.class).inAnyNamespace().runnableInformer(0);
        services = client.services().inAnyNamespace().runnableInformer(0);
        pods = client.pods().inAnyNamespace().runnableInformer(0);
        reporting = Thread.ofVirtual().name("gateway-status").unstarted(this::reportChanges);
    }

    private void start() {
        routes.addEventHandler(new Refresh<HTTPRoute>(this));
        services.addEventHandler(new Refresh<Service>(this));
        pods.addEventHandler(new Refresh<Pod>(this));
        for (SharedIndexInformer<?> informer : List.of(services, pods, routes)) {
            informer.start().toCompletableFuture().join();
        }
        refresh();
        reporting.start();
    }

    RoutingTable table() {
        return table;
    }

    private synchronized void refresh() {
        table = RoutingTable.of(routes.getStore().list(), backends());
        changed.release();
    }

    private Backends backends() {
        return new Backends(services.getStore().list(), pods.getStore().list());
    }

    /** On a thread of its own, so that no request waits for a status. */
    private void reportChanges() {
        long wait = NEVER;
        try {
            while (!closed) {
                boolean _ = changed.tryAcquire(wait, TimeUnit.MILLISECONDS);
                changed.drainPermits();
                Backends backends = backends();
                boolean all = true;
                for (HTTPRoute route : routes.getStore().list()) {
                    all &= reporter.report(route, backends);
                }
                wait = all ? NEVER : RETRY.toMillis();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        changed.release();
        routes.close();
        services.close();
        pods.close();
    }

    private record Refresh<T extends HasMetadata>(Routes routes) implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            routes.refresh();
        }

        @Override
        public void onUpdate(T before, T object) {
            routes.refresh();
        }

        @Override
        public void onDelete(T object, boolean lastStateUnknown) {
            routes.refresh();
        }
    }
}
