package dev.slipway.sandbox.controlplane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EgressProxyTest {

    @TempDir
    private Path folder;

    private Path socket;

    @BeforeEach
    void nameTheSocket() {
        socket = folder.resolve("egress.sock");
    }

    @Test
    void carriesBytesBothWaysOverAHalfClosedConnection() throws Exception {
        try (ServerSocket pod = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EgressProxy _ = EgressProxy.listen(socket, (host, port) -> {
                    assertThat(host).isEqualTo("10.244.0.7");
                    assertThat(port).isEqualTo(8080);
                    return Optional.of(address(pod));
                });
                SocketChannel client = connect()) {
            Thread echo = Thread.ofVirtual().start(() -> echoUntilTheEnd(pod));

            send(client, "CONNECT 10.244.0.7:8080 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            send(client, "x".repeat(100_000));
            client.shutdownOutput();

            assertThat(receiveAll(client))
                    .isEqualTo("HTTP/1.1 200 Connection established\r\n\r\n" + "x".repeat(100_000));
            echo.join();
        }
    }

    @Test
    void answersBadGatewayForAnAddressThatNoPodHas() throws IOException {
        try (EgressProxy _ = EgressProxy.listen(socket, (_, _) -> Optional.empty());
                SocketChannel client = connect()) {
            send(client, "CONNECT 10.244.0.7:8080 HTTP/1.1\r\n\r\n");

            assertThat(receiveAll(client))
                    .startsWith("HTTP/1.1 502 ")
                    .endsWith("\r\n\r\nnothing is at 10.244.0.7:8080");
        }
    }

    @Test
    void answersBadGatewayWhereThePodDoesNotListen() throws IOException {
        InetSocketAddress silent;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            silent = address(closed);
        }
        try (EgressProxy _ = EgressProxy.listen(socket, (_, _) -> Optional.of(silent));
                SocketChannel client = connect()) {
            send(client, "CONNECT 10.244.0.7:8080 HTTP/1.1\r\n\r\n");

            assertThat(receiveAll(client)).startsWith("HTTP/1.1 502 ");
        }
    }

    @Test
    void hangsUpOnWhatIsNotConnect() throws IOException {
        try (EgressProxy _ = EgressProxy.listen(socket, (_, _) -> Optional.empty());
                SocketChannel client = connect()) {
            send(client, "GET /metrics HTTP/1.1\r\n\r\n");

            assertThat(receiveAll(client)).isEmpty();
        }
    }

    @Test
    void closingCutsTheConnectionsAndRemovesTheSocket() throws IOException {
        try (ServerSocket pod = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EgressProxy proxy = EgressProxy.listen(socket, (_, _) -> Optional.of(address(pod)));
            try (SocketChannel client = connect()) {
                send(client, "CONNECT 10.244.0.7:8080 HTTP/1.1\r\n\r\n");
                Socket _ = pod.accept();

                proxy.close();

                assertThat(receiveAll(client)).isIn("", "HTTP/1.1 200 Connection established\r\n\r\n");
                assertThat(Files.exists(socket)).isFalse();
            }
        }
    }

    @Test
    void replacesTheSocketOfARunThatWasKilled() throws IOException {
        Files.createFile(socket);

        try (EgressProxy _ = EgressProxy.listen(socket, (_, _) -> Optional.empty());
                SocketChannel client = connect()) {
            assertThat(client.isConnected()).isTrue();
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private static InetSocketAddress address(ServerSocket server) {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private static void echoUntilTheEnd(ServerSocket pod) {
        try (Socket accepted = pod.accept()) {
            accepted.getInputStream().transferTo(accepted.getOutputStream());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        Tunnel.writeFully(channel, UTF_8.encode(text));
    }

    private static String receiveAll(SocketChannel channel) throws IOException {
        return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
    }
}
