package dev.slipway.sandbox.controlplane;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Carries bytes both ways between two connections. */
final class Tunnel {

    private static final int BUFFER_BYTES = 16 * 1024;

    private Tunnel() {}

    /** Returns when both directions have ended; one that ends in order leaves the other open, a broken one does not. */
    static void run(SocketChannel one, SocketChannel other) {
        Thread back = Thread.ofVirtual().name("egress-answers").start(() -> carry(other, one));
        carry(one, other);
        try {
            back.join();
        } catch (InterruptedException _) {
            closeBoth(one, other);
        }
    }

    private static void carry(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            while (from.read(buffer) >= 0) {
                writeFully(to, buffer.flip());
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException _) {
            closeBoth(from, to);
        }
    }

    private static void closeBoth(SocketChannel from, SocketChannel to) {
        try (from;
                to) {
            // closes them, whatever happens to the first
        } catch (IOException _) {
            // nothing is left to do for a connection that cannot even be closed
        }
    }

    static void writeFully(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int _ = channel.write(bytes);
        }
    }
}
