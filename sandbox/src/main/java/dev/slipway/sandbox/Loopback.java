package dev.slipway.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** HTTP servers that only this machine can reach, a virtual thread for each request. */
public final class Loopback {
    static {
        // Otherwise a small answer waits for the acknowledgement of the one before: 40 ms each.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private Loopback() {}

    /** A server that is bound but not started; port 0 is any that is free. */
    public static HttpServer httpServer(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        return server;
    }
}
