import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * For find-maven, on machines without the tools for it. {@code get URL FILE} fetches; {@code check FILE SHA512} succeeds
 * if the file is the one that is meant.
 */
void main(String[] args) throws Exception {
    try {
        switch (args[0]) {
            case "get" -> get(URI.create(args[1]), Path.of(args[2]));
            case "check" -> check(Path.of(args[1]), args[2]);
            default -> throw new IOException("there is no '" + args[0] + "': give get or check");
        }
    } catch (IOException e) {
        IO.println(e.getMessage() == null ? e.toString() : e.getMessage());
        System.exit(1);
    }
}

void get(URI url, Path file) throws IOException, InterruptedException {
    try (HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
        int status = http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofFile(file))
                .statusCode();
        if (status != 200) {
            throw new IOException("HTTP " + status);
        }
    }
}

void check(Path file, String expected) throws Exception {
    String actual = HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file)));
    if (!actual.equals(expected)) {
        throw new IOException("its SHA-512 is " + actual.substring(0, 16) + "…, not " + expected.substring(0, 16) + "…");
    }
}
