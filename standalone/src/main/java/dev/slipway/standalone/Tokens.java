package dev.slipway.standalone;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.events.codec.Json;
import dev.slipway.service.security.Credentials;
import dev.slipway.service.security.Roles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One random token for each role, made at the first start: the services get the hashes, the owner's file the tokens. */
public final class Tokens {
    public static final String ENGINEER = "engineer";
    public static final String APPROVER = "release-approver";
    public static final String CI = "ci";
    public static final String OPERATOR = "operator";
    public static final String AUDITOR = "auditor";

    private static final Map<String, String> ROLES = Map.of(
            ENGINEER, Roles.ENGINEER,
            APPROVER, Roles.RELEASE_APPROVER,
            CI, Roles.CI,
            OPERATOR, Roles.OPERATOR,
            AUDITOR, Roles.AUDITOR);
    private static final int BYTES = 32;

    private final Path credentials;
    private final Map<String, String> byName;

    /** What the commands read: where the services are, and the tokens. */
    record ClientFile(
            String gate,
            String deploy,
            String canary,
            String audit,
            @JsonProperty("notify") String notification,
            Map<String, String> tokens) {}

    private Tokens(Path credentials, Map<String, String> byName) {
        this.credentials = credentials;
        this.byName = byName;
    }

    /** Those of the folder; made where there are none. */
    static Tokens of(Path folder, Ports ports) throws IOException {
        Path client = folder.resolve("client.json");
        Path credentials = folder.resolve("credentials.json");
        Map<String, String> tokens = new LinkedHashMap<>();
        if (Files.exists(client)) {
            tokens.putAll(Json.read(Files.readString(client), ClientFile.class).tokens());
        } else {
            SecureRandom random = new SecureRandom();
            ROLES.keySet().stream().sorted().forEach(name -> tokens.put(name, random(random)));
        }
        // The hashes first: a crash between the two leaves no token that nobody knows the hash of.
        writePrivate(
                credentials,
                Json.write(new Credentials.CredentialsFile(tokens.entrySet().stream()
                        .map(token -> new Credentials.Credential(
                                token.getKey(), List.of(ROLES.get(token.getKey())), Credentials.hash(token.getValue())))
                        .toList())));
        writePrivate(
                client,
                Json.write(new ClientFile(
                        url(ports.gate()),
                        url(ports.deploy()),
                        url(ports.canary()),
                        url(ports.audit()),
                        url(ports.notification()),
                        tokens)));
        return new Tokens(credentials, tokens);
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    private static String random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return "slw_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Never readable by others, not even for the moment before its mode is set. */
    private static void writePrivate(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text, StandardOpenOption.WRITE);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    Path credentials() {
        return credentials;
    }

    /** The token of that role, by the name that the client file has for it. */
    public String of(String name) {
        String token = byName.get(name);
        if (token == null) {
            throw new StartFailure("client.json has no token of '" + name
                    + "': delete it to have all tokens made anew at the next start");
        }
        return token;
    }
}
