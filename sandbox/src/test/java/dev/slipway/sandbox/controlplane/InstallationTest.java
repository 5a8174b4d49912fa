package dev.slipway.sandbox.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

    @TempDir
    private Path folder;

    @Test
    void isNowhereOnAFreshMachine() {
        assertThat(Installation.find(cache())).isEmpty();
    }

    @Test
    void isTheVersionThatWasBuiltLast() throws IOException {
        Path old = built("kubernetes-v1.34.0", Instant.parse("2026-01-02T00:00:00Z"));
        Path young = built("kubernetes-v1.35.4", Instant.parse("2026-01-03T00:00:00Z"));
        Path asked = built("kubernetes-v1.33.0", Instant.parse("2026-01-04T00:00:00Z"));
        Files.delete(asked.resolve("complete"));

        assertThat(Installation.find(cache())).contains(new Installation(young, young.resolve("crds")));
        assertThat(old).exists();
    }

    @Test
    void takesOtherProgramsFirstAndTheDefinitionsFromTheCache() throws IOException {
        Path assets = programs(folder.resolve("assets"), "etcd", "kube-apiserver", "kube-controller-manager");
        Path cached = built("kubernetes-v1.35.4", Instant.EPOCH);

        assertThat(Installation.find(cacheAnd(assets))).contains(new Installation(assets, cached.resolve("crds")));
    }

    @Test
    void ignoresProgramsWithoutTheControllers() throws IOException {
        Path assets = programs(folder.resolve("assets"), "etcd", "kube-apiserver", "kubectl");

        assertThat(Installation.find(cacheAnd(assets))).isEmpty();
    }

    private Map<String, String> cache() {
        return Map.of("SLIPWAY_CACHE", folder.toString());
    }

    private Map<String, String> cacheAnd(Path assets) {
        return Map.of("SLIPWAY_CACHE", folder.toString(), "KUBEBUILDER_ASSETS", assets.toString());
    }

    private Path built(String version, Instant when) throws IOException {
        Path built = programs(
                folder.resolve("control-plane").resolve(version), "etcd", "kube-apiserver", "kube-controller-manager");
        Files.createDirectory(built.resolve("crds"));
        Files.createFile(built.resolve("complete"));
        Files.setLastModifiedTime(built.resolve("complete"), FileTime.from(when));
        return built;
    }

    private static Path programs(Path where, String... names) throws IOException {
        Files.createDirectories(where);
        for (String name : List.of(names)) {
            assertThat(Files.createFile(where.resolve(name)).toFile().setExecutable(true))
                    .isTrue();
        }
        return where;
    }
}
