package dev.slipway.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The nine ports, checked before anything starts, so that a taken one is a clear word and not a stack trace. */
public record Ports(
        int gateway,
        int gate,
        int deploy,
        int canary,
        int audit,
        int notification,
        int kubernetes,
        int kafka,
        int store) {
    private static final int COUNT = 9;

    /** From {@code first} on; any that are free where it is 0. */
    static Ports from(int first) {
        List<Integer> ports = new ArrayList<>();
        List<ServerSocket> held = new ArrayList<>(); // so that no free port is handed out twice
        try {
            for (int i = 0; i < COUNT; i++) {
                int wanted = first == 0 ? 0 : first + i;
                ServerSocket socket = new ServerSocket();
                held.add(socket);
                socket.setReuseAddress(true);
                try {
                    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
                } catch (IOException e) {
                    throw new StartFailure(
                            "port " + wanted + " is taken: stop what listens there, or give another --port"
                                    + " (nine ports from it on are used; 0 takes any that are free)");
                }
                ports.add(socket.getLocalPort());
            }
        } catch (IOException e) {
            throw new StartFailure("looking for free ports failed: " + e.getMessage());
        } finally {
            held.forEach(Ports::close);
        }
        return new Ports(
                ports.get(0),
                ports.get(1),
                ports.get(2),
                ports.get(3),
                ports.get(4),
                ports.get(5),
                ports.get(6),
                ports.get(7),
                ports.get(8));
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("closing a socket that nobody has used failed", e);
        }
    }
}
