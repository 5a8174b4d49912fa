package dev.slipway.sandbox.controlplane;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The cluster's network as the API server sees it: an HTTP CONNECT proxy on a Unix socket, which leads a pod's virtual
 * address to where the pod really listens. The API server refuses loopback addresses for pods, so this is what makes
 * its pod proxy ({@code …/pods/NAME:PORT/proxy/metrics}) work where pods are processes of this machine.
 */
public final class EgressProxy implements AutoCloseable {

    /** Where a pod really listens. */
    @FunctionalInterface
    public interface Resolver {
        /** The address behind a virtual one, or empty where there is none: the caller gets 502. Called concurrently. */
        Optional<InetSocketAddress> resolve(String host, int port);
    }

    private final Path socket;
    private final ServerSocketChannel server;
    private final Resolver resolver;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private EgressProxy(Path socket, ServerSocketChannel server, Resolver resolver) {
        this.socket = socket;
        this.server = server;
        this.resolver = resolver;
    }

    /**
     * Listens until it is closed; replaces a socket file that a killed run left behind.
     *
     * @param socket at most about 100 bytes long, a limit of the operating system
     */
    public static EgressProxy listen(Path socket, Resolver resolver) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        EgressProxy proxy = new EgressProxy(socket, server, resolver);
        Thread.ofVirtual().name("egress-proxy").start(proxy::acceptAll);
        return proxy;
    }

    private void acceptAll() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                Thread.ofVirtual().name("egress-connection").start(() -> serve(client));
            } catch (IOException _) {
                // closed, which ends the loop; or one connection failed before it began
            }
        }
    }

    /** A connection that breaks is the business of the two ends, who notice it themselves. */
    private void serve(SocketChannel client) {
        open.add(client);
        try (client) {
            if (!server.isOpen()) {
                return; // closed between accepting and remembering it
            }
            ConnectRequest request = ConnectRequest.read(client);
            Optional<InetSocketAddress> target = resolver.resolve(request.host(), request.port());
            if (target.isEmpty()) {
                ConnectRequest.refuse(client, "nothing is at " + request.host() + ":" + request.port());
                return;
            }
            tunnel(client, target.get());
        } catch (IOException _) {
            // see above
        } finally {
            open.remove(client);
        }
    }

    private void tunnel(SocketChannel client, InetSocketAddress target) throws IOException {
        try (SocketChannel pod = SocketChannel.open(target)) {
            open.add(pod);
            try {
                ConnectRequest.accept(client);
                Tunnel.run(client, pod);
            } finally {
                open.remove(pod);
            }
        } catch (ConnectException _) {
            ConnectRequest.refuse(client, "nobody listens at " + target);
        }
    }

    /** Stops listening, cuts the connections and removes the socket file. */
    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel channel : open) {
            channel.close();
        }
        Files.deleteIfExists(socket);
    }
}
