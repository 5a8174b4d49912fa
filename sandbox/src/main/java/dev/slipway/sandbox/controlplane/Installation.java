package dev.slipway.sandbox.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder with the three programs, and the one with the Gateway API's resource definitions (YAML). */
record Installation(Path programs, Path definitions) {

    private static final List<String> PROGRAMS = List.of("etcd", "kube-apiserver", "kube-controller-manager");

    static Optional<Installation> find(Map<String, String> environment) {
        return Stream.concat(
                        Stream.ofNullable(environment.get("KUBEBUILDER_ASSETS")).map(Path::of),
                        builtLatestFirst(environment))
                .flatMap(folder -> in(folder, environment).stream())
                .findFirst();
    }

    /** Programs that somebody else built have no definitions beside them; the build script puts those in the cache. */
    static Optional<Installation> in(Path programs, Map<String, String> environment) {
        if (!PROGRAMS.stream().allMatch(name -> Files.isExecutable(programs.resolve(name)))) {
            return Optional.empty();
        }
        return Stream.concat(Stream.of(programs), builtLatestFirst(environment))
                .map(folder -> folder.resolve("crds"))
                .filter(Files::isDirectory)
                .findFirst()
                .map(definitions -> new Installation(programs, definitions));
    }

    /** The build script touches the marker each time, so its age says which of several versions is meant. */
    private static Stream<Path> builtLatestFirst(Map<String, String> environment) {
        Path root = cache(environment).resolve("control-plane");
        if (!Files.isDirectory(root)) {
            return Stream.empty();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders
                    .filter(folder -> Files.exists(folder.resolve("complete")))
                    .sorted(Comparator.comparingLong(Installation::builtAt).reversed())
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long builtAt(Path folder) {
        return folder.resolve("complete").toFile().lastModified();
    }

    private static Path cache(Map<String, String> environment) {
        String configured = environment.getOrDefault("SLIPWAY_CACHE", "");
        return configured.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache", "slipway")
                : Path.of(configured);
    }
}
