package dev.slipway.e2e.manifests;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that install Slipway, as they are in the repository. */
final class Manifests {
    static final List<String> SERVICES =
            List.of("gate-service", "deploy-service", "canary-service", "audit-service", "notify-service");

    private static final Path ROOT = root(Path.of("").toAbsolutePath());
    private static final Pattern DOCUMENT_START = Pattern.compile("(?m)^---$");

    private Manifests() {}

    static Path file(String path) {
        return ROOT.resolve(path);
    }

    static String text(String path) {
        return read(file(path));
    }

    /** Every object of every file in k8s/; a kustomization is none. */
    static List<HasMetadata> all() {
        try (Stream<Path> files = Files.walk(file("k8s"))) {
            return files.filter(path -> path.toString().endsWith(".yaml"))
                    .filter(path -> !path.endsWith("kustomization.yaml"))
                    .sorted()
                    .flatMap(path -> DOCUMENT_START.splitAsStream(read(path)))
                    .map(document -> (HasMetadata) Serialization.unmarshal(document, KubernetesResource.class))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T extends HasMetadata> List<T> all(Class<T> kind) {
        return all().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The first groups of all matches. */
    static List<String> matches(String regex, String text) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toList());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Maven runs tests in their module, an IDE perhaps in the repository's root. */
    private static Path root(Path folder) {
        return Files.exists(folder.resolve("docker-compose.yml"))
                ? folder
                : folder.resolve("..").normalize();
    }
}
