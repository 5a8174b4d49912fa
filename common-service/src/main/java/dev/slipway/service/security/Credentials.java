package dev.slipway.service.security;

import dev.slipway.events.codec.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that open the doors, by their SHA-256. The tokens are 256 random bits, so a plain hash cannot be searched
 * for; they are stored nowhere here. The file is read again when it changes.
 */
public final class Credentials {
    private final @Nullable Path file;
    private volatile Loaded loaded = new Loaded(FileTime.fromMillis(0), Map.of());

    /** A name, its roles, and the SHA-256 of its token in hexadecimal. */
    public record Credential(String name, List<String> roles, String sha256) {
        public Credential {
            roles = List.copyOf(roles);
        }
    }

    /** What the file holds. */
    public record CredentialsFile(List<Credential> credentials) {
        public CredentialsFile {
            credentials = List.copyOf(credentials);
        }
    }

    private record Loaded(FileTime at, Map<String, Credential> byHash) {}

    /** Without a file nobody gets in by a token. */
    public Credentials(@Nullable Path file) {
        this.file = file;
    }

    public Optional<Credential> find(String token) {
        return Optional.ofNullable(current().get(hash(token)));
    }

    /** SHA-256 of the token's UTF-8, in lower-case hexadecimal. */
    public static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private Map<String, Credential> current() {
        if (file == null || !Files.exists(file)) {
            return Map.of();
        }
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            if (!modified.equals(loaded.at())) {
                CredentialsFile content = Json.read(Files.readString(file), CredentialsFile.class);
                loaded = new Loaded(
                        modified,
                        content.credentials().stream()
                                .collect(Collectors.toUnmodifiableMap(Credential::sha256, c -> c)));
            }
            return loaded.byHash();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the credentials from " + file + " failed", e);
        }
    }
}
