package dev.slipway.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

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
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 26_000;

    /** From {@code first} on; from any place where nine in a row are free where it is 0. */
    public static Ports from(int first) {
        if (first != 0) {
            int taken = firstTaken(first);
            if (taken != 0) {
                throw new StartFailure("port " + taken + " is taken: stop what listens there, or give another --port"
                        + " (nine ports from it on are used; 0 takes any that are free)");
            }
            return startingAt(first);
        }
        while (true) {
            // Below the ports that the system hands out by itself, and beside those of the embedded broker and the
            // control
            // plane, lest one be taken before we listen there.
            int base = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - COUNT);
            if (firstTaken(base) == 0) {
                return startingAt(base);
            }
        }
    }

    private static Ports startingAt(int base) {
        return new Ports(base, base + 1, base + 2, base + 3, base + 4, base + 5, base + 6, base + 7, base + 8);
    }

    /** 0 where all nine are free. */
    private static int firstTaken(int base) {
        for (int port = base; port < base + COUNT; port++) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException _) {
                return port;
            }
        }
        return 0;
    }
}
