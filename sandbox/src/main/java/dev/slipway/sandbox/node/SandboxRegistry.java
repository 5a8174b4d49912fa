package dev.slipway.sandbox.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry whose images are descriptions of what their pods do, in a folder that several processes may share. The
 * digest of an image is the hash of what it is, so the same image pushed again has the same digest.
 */
public final class SandboxRegistry {
    private static final Pattern REPOSITORY = Pattern.compile("[a-z0-9]+([._:/-]+[a-z0-9]+)*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern REFERENCE =
            Pattern.compile("(?<repository>.+?)(:(?<tag>[A-Za-z0-9_][^/:@]*))?(@sha256:(?<digest>[0-9a-f]{64}))?");
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final Path folder;

    private record Image(String repository, ImageBehaviour behaviour) {}

    /** @param folder made with the first push if it is not there */
    public SandboxRegistry(Path folder) {
        this.folder = folder;
    }

    /**
     * Stores an image and lets a tag point to it.
     *
     * @return its digest, {@code sha256:…}
     */
    public String push(String repository, String tag, ImageBehaviour behaviour) {
        requireMatch(REPOSITORY, "repository", repository);
        requireMatch(TAG, "tag", tag);
        byte[] image = json(new Image(repository, behaviour));
        String hash = sha256(image);
        write(images(repository).resolve(hash + ".json"), image);
        write(tags(repository).resolve(tag), hash.getBytes(UTF_8));
        return "sha256:" + hash;
    }

    /** What the pods of a reference do; empty if there is no such image. */
    public Optional<ImageBehaviour> resolve(String reference) {
        return hash(reference)
                .flatMap(at -> read(images(at.repository).resolve(at.hash + ".json")))
                .map(SandboxRegistry::image)
                .map(Image::behaviour);
    }

    /** The digest that a reference means at this moment. */
    public Optional<String> digest(String reference) {
        return hash(reference)
                .filter(at -> Files.exists(images(at.repository).resolve(at.hash + ".json")))
                .map(at -> "sha256:" + at.hash);
    }

    private record Located(String repository, String hash) {}

    private Optional<Located> hash(String reference) {
        Matcher parts = REFERENCE.matcher(reference);
        if (!parts.matches() || !REPOSITORY.matcher(parts.group("repository")).matches()) {
            return Optional.empty();
        }
        String repository = parts.group("repository");
        if (parts.group("digest") != null) {
            return Optional.of(new Located(repository, parts.group("digest")));
        }
        String tag = parts.group("tag") == null ? "latest" : parts.group("tag");
        return read(tags(repository).resolve(tag)).map(hash -> new Located(repository, new String(hash, UTF_8)));
    }

    private Path images(String repository) {
        return folder.resolve(repository.replace(':', '_')).resolve("images");
    }

    private Path tags(String repository) {
        return folder.resolve(repository.replace(':', '_')).resolve("tags");
    }

    private static void requireMatch(Pattern pattern, String field, String value) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException("%s \"%s\" must match %s".formatted(field, value, pattern));
        }
    }

    private static Image image(byte[] json) {
        try {
            return MAPPER.readValue(json, Image.class);
        } catch (IOException e) {
            throw new UncheckedIOException("an image in the registry cannot be read", e);
        }
    }

    private static byte[] json(Image image) {
        try {
            return MAPPER.writeValueAsBytes(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<byte[]> read(Path file) {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Readers see the old content or the new one, never half of it. */
    private static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Path temporary = Files.createTempFile(file.getParent(), ".push", "");
            Files.write(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
