package dev.slipway.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where a Slipway is and the tokens for it, as {@code slipway up} writes them.
 *
 * @param tokens by the label of their role
 */
record ClientFile(Path path, Map<Service, URI> urls, Map<String, String> tokens) {
    ClientFile {
        urls = Map.copyOf(urls);
        tokens = Map.copyOf(tokens);
    }

    /** The one that was named, which must be there, or the first in the usual places. */
    static Optional<ClientFile> find(Shell shell, @Nullable String named) {
        String name = named != null ? named : shell.variable("SLIPWAY_CONFIG");
        if (!name.isEmpty()) {
            Path path = shell.file(name);
            if (!Files.isRegularFile(path)) {
                throw Failure.usage(
                        (named != null ? "--config: " : "SLIPWAY_CONFIG: ") + "there is no file '" + name + "'",
                        "name the client file that 'slipway up' wrote, usually data/client.json");
            }
            return Optional.of(read(shell, path));
        }
        return List.of(shell.file("data/client.json"), shell.home().resolve(".config/slipway/client.json")).stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .map(path -> read(shell, path));
    }

    private static ClientFile read(Shell shell, Path path) {
        warnIfOthersCanRead(shell, path);
        try {
            JsonNode json = Json.parse(Files.readAllBytes(path));
            Map<Service, URI> urls = new EnumMap<>(Service.class);
            for (Service service : Service.values()) {
                String url = json.path(service.label()).asString("");
                if (!url.isEmpty()) {
                    urls.put(service, Servers.url(path + ": " + service.label(), url));
                }
            }
            Map<String, String> tokens = new TreeMap<>();
            json.path("tokens")
                    .propertyStream()
                    .forEach(
                            token -> tokens.put(token.getKey(), token.getValue().asString("")));
            return new ClientFile(path, urls, tokens);
        } catch (IOException e) {
            throw Failure.usage("client file " + path + " cannot be read: " + e.getMessage(), "");
        } catch (JacksonException e) {
            throw Failure.usage(
                    "client file " + path + " is not JSON: " + e.getOriginalMessage(),
                    "correct it, or have 'slipway up' write it again");
        }
    }

    private static void warnIfOthersCanRead(Shell shell, Path path) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
            if (mode.contains(PosixFilePermission.GROUP_READ) || mode.contains(PosixFilePermission.OTHERS_READ)) {
                shell.err()
                        .println("warning: " + path + " holds tokens and others can read it ("
                                + PosixFilePermissions.toString(mode) + "): chmod 600 '" + path + "'");
            }
        } catch (IOException _) {
            // reading it says what is wrong
        }
    }

    /** The role's token, or the reason why there is none. */
    String token(Role role) {
        String token = tokens.getOrDefault(role.label(), "");
        if (token.isEmpty()) {
            throw Failure.usage(
                    "client file " + path + " has no token for the role " + role.label(),
                    tokens.isEmpty()
                            ? "give one with --token or SLIPWAY_TOKEN"
                            : "give one with --token or SLIPWAY_TOKEN, or take another role's with --as: "
                                    + String.join(", ", new TreeMap<>(tokens).keySet()));
        }
        return token;
    }
}
