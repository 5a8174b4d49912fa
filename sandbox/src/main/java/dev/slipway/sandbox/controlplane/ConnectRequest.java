package dev.slipway.sandbox.controlplane;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code CONNECT host:port HTTP/1.1} (RFC 9110, 9.3.6) and its two answers. */
record ConnectRequest(String host, int port) {

    private static final int LONGEST_HEAD = 8192;
    private static final Pattern FIRST_LINE = Pattern.compile("CONNECT \\[?([^ \\]]+)]?:(\\d{1,5}) HTTP/1\\.[01]\r\n");

    /**
     * Reads exactly the head: byte for byte, since what follows belongs to the tunnel. It is a few dozen bytes long.
     *
     * @throws ProtocolException when it is something else than CONNECT, or longer than 8 KiB
     */
    static ConnectRequest read(SocketChannel client) throws IOException {
        StringBuilder head = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            one.clear();
            if (client.read(one) < 0 || head.length() == LONGEST_HEAD) {
                throw new ProtocolException("no complete request");
            }
            head.append((char) (one.get(0) & 0xff));
        }
        return parse(head);
    }

    static ConnectRequest parse(CharSequence head) throws ProtocolException {
        Matcher matcher = FIRST_LINE.matcher(head);
        if (!matcher.lookingAt()) {
            throw new ProtocolException("not CONNECT");
        }
        return new ConnectRequest(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    static void accept(SocketChannel client) throws IOException {
        write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
    }

    static void refuse(SocketChannel client, String reason) throws IOException {
        byte[] body = reason.getBytes(StandardCharsets.UTF_8);
        write(
                client,
                "HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: "
                        + body.length + "\r\n\r\n" + reason);
    }

    private static void write(SocketChannel client, String text) throws IOException {
        Tunnel.writeFully(client, StandardCharsets.UTF_8.encode(text));
    }
}
