package dev.slipway.sandbox.controlplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback ports for programs that have to be told theirs. */
final class Ports {

    private Ports() {}

    /**
     * A port on which nobody listens. It comes from below the range out of which systems take the ports of outgoing
     * connections, so that none of those takes it before its program does.
     */
    static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(26_000, 32_000);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException _) {
                // taken: another one
            }
        }
    }

    static boolean accepts(int port) {
        try (SocketChannel _ = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
