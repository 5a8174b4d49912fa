package dev.slipway.sandbox.node;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network of the pods: virtual addresses, each mapped to the loopback port where the pod really listens. An API
 * server refuses loopback addresses for pods, and pods would fight for ports on one.
 */
public final class PodNetwork {
    private static final int HOSTS = 254;
    private static final int FIRST = 2;

    private final Map<String, InetSocketAddress> listeners = new ConcurrentHashMap<>();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private int last = FIRST - 1;

    /** Where a pod really listens; empty if nobody does behind this address. */
    public Optional<InetSocketAddress> resolve(String ip, int port) {
        return Optional.ofNullable(listeners.get(ip + ":" + port));
    }

    /** An address that no pod has. */
    synchronized String allocate() {
        for (int tries = 0; tries < HOSTS * HOSTS; tries++) {
            last = last % (HOSTS * HOSTS) + 1;
            String ip = "10.244.%d.%d".formatted(last / HOSTS, last % HOSTS + 1);
            if (taken.add(ip)) {
                return ip;
            }
        }
        throw new IllegalStateException("all addresses of 10.244.0.0/16 are taken");
    }

    /** Keeps the address of a pod that had one before this process started. */
    void keep(String ip) {
        taken.add(ip);
    }

    void listen(String ip, int port, InetSocketAddress at) {
        listeners.put(ip + ":" + port, at);
    }

    void silence(String ip) {
        listeners.keySet().removeIf(address -> address.startsWith(ip + ":"));
    }

    void release(String ip) {
        silence(ip);
        taken.remove(ip);
    }
}
