package dev.slipway.sandbox.controlplane;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/** The administrator's token and the keys that sign service account tokens, made anew for each start. */
record Credentials(String token, Path tokens, Path privateKey, Path publicKey) {

    private static final String USER = "slipway";

    static Credentials create(Settings settings) throws IOException {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        Path folder = settings.workFolder();
        Credentials credentials = new Credentials(
                HexFormat.of().formatHex(random),
                folder.resolve("tokens.csv"),
                folder.resolve("service-account.key"),
                folder.resolve("service-account.pub"));
        KeyPair pair = keyPair();
        writePrivately(credentials.tokens, credentials.token + "," + USER + "," + USER + ",\"system:masters\"\n");
        writePrivately(
                credentials.privateKey, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        writePrivately(credentials.publicKey, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        return credentials;
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    private static String pem(String type, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }

    private static void writePrivately(Path file, String text) throws IOException {
        Files.deleteIfExists(file); // permissions are only set on a new file
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    /** The API server's own certificate, behind it the one that signed it. */
    private static Path authority(Settings settings) {
        return settings.certificates().resolve("apiserver.crt");
    }

    private static String url(Settings settings) {
        return "https://127.0.0.1:" + settings.apiPort();
    }

    Config config(Settings settings) {
        // Without what the environment, ~/.kube/config or a pod's service account would mix into it.
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(url(settings))
                .withCaCertFile(authority(settings).toString())
                .withOauthToken(token)
                .withNamespace("default")
                .build();
    }

    void writeKubeconfig(Settings settings, Path file) throws IOException {
        String authority = Base64.getEncoder()
                .encodeToString(Files.readString(authority(settings)).getBytes(StandardCharsets.UTF_8));
        writePrivately(file, """
                apiVersion: v1
                kind: Config
                current-context: slipway
                clusters:
                - name: slipway
                  cluster: {server: "%s", certificate-authority-data: "%s"}
                users:
                - name: %s
                  user: {token: "%s"}
                contexts:
                - name: slipway
                  context: {cluster: slipway, user: %s, namespace: default}
                """.formatted(url(settings), authority, USER, token, USER));
    }
}
