package dev.slipway.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.ThreadLocalRandom;

/** Listening sockets on the loopback interface. */
final class Ports {

    static final String LOOPBACK = "127.0.0.1";
    private static final int BACKLOG = 128;
    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 20_000;
    private static final int MOST_TRIES = 100;

    private Ports() {}

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), port);
    }

    /** Listens on a port, 0 for a free one. */
    static Listener open(int port) throws IOException {
        return port == 0 ? openAny() : openThis(port);
    }

    /**
     * Below the ports that systems give to outgoing connections: a client that tries to reach a broker which is being
     * restarted would in the end be given the broker's own port to try it from, and then hold it.
     */
    private static Listener openAny() throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return openThis(ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST));
            } catch (BindException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    private static Listener openThis(int port) throws IOException {
        var channel = ServerSocketChannel.open();
        try {
            channel.bind(address(port), BACKLOG);
            return new Listener(channel, channel.socket().getLocalPort());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Listens on the wanted port, or on another if that one is taken. */
    static Listener openOr(int wanted, int otherwise) throws IOException {
        try {
            return open(wanted);
        } catch (IOException e) {
            return open(otherwise);
        }
    }

    /** A bound socket, closed with its owner unless somebody took it over. */
    static final class Listener implements AutoCloseable {
        private final ServerSocketChannel channel;
        private final int port;
        private boolean released;

        private Listener(ServerSocketChannel channel, int port) {
            this.channel = channel;
            this.port = port;
        }

        int port() {
            return port;
        }

        ServerSocketChannel release() {
            released = true;
            return channel;
        }

        @Override
        public void close() throws IOException {
            if (!released) {
                channel.close();
            }
        }
    }
}
