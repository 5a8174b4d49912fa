package dev.slipway.e2e.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The network between two processes, which can be cut, hang, be slow, or lose the replies to what was delivered. */
final class TcpProxy implements AutoCloseable {
    private static final int CHUNK = 16 << 10;
    private static final int BACKLOG = 128;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    /** What the network is like. */
    sealed interface Weather {
        record Fair() implements Weather {}

        /** Connections break, and new ones are refused or break at once. */
        record Cut() implements Weather {}

        /** Connections stand, and nothing comes through; it comes later where the weather changes to fair. */
        record Hanging() implements Weather {}

        record Slow(Duration eachWay) implements Weather {}

        /** Requests are delivered; in place of their reply the connection breaks. */
        record LosingReplies() implements Weather {}
    }

    private final ServerSocket listener;
    private final int upstream;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong tries = new AtomicLong();
    private final AtomicLong chunks = new AtomicLong();
    private volatile Weather weather = new Weather.Fair();

    private TcpProxy(ServerSocket listener, int upstream) {
        this.listener = listener;
        this.upstream = upstream;
    }

    /** Listens on a free port of the loopback interface and leads to the other port there. */
    static TcpProxy to(int upstream) throws IOException {
        ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        TcpProxy proxy = new TcpProxy(listener, upstream);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How often somebody has tried to connect. */
    long tries() {
        return tries.get();
    }

    /** How many pieces came from either side. */
    long chunks() {
        return chunks.get();
    }

    void become(Weather next) {
        weather = next;
        if (next instanceof Weather.Cut) {
            open.forEach(TcpProxy::close);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                tries.incrementAndGet();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException _) {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos()); // closed, or too many files are open
            }
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        open.add(client);
        open.add(server);
        try {
            if (weather instanceof Weather.Cut) {
                return;
            }
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), upstream));
            Thread replies = Thread.ofVirtual().start(() -> pump(server, client, true));
            pump(client, server, false);
            replies.join();
        } catch (IOException | InterruptedException _) {
            // the other side is not there: so it looks from the client, too
        } finally {
            close(client);
            close(server);
            open.remove(client);
            open.remove(server);
        }
    }

    private void pump(Socket from, Socket to, boolean replies) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                chunks.incrementAndGet();
                while (weather instanceof Weather.Hanging && !to.isClosed()) {
                    LockSupport.parkNanos(LOOK_AGAIN.toNanos());
                }
                switch (weather) {
                    case Weather.Slow(var eachWay) -> LockSupport.parkNanos(eachWay.toNanos());
                    case Weather.LosingReplies _
                    when replies -> {
                        return;
                    }
                    case Weather.Cut _ -> {
                        return;
                    }
                    case Weather.Fair _, Weather.Hanging _, Weather.LosingReplies _ -> {}
                }
                out.write(chunk, 0, read);
            }
        } catch (IOException _) {
            // broken, by us or by one of the two
        } finally {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is gone
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(TcpProxy::close);
    }
}
