package dev.slipway.e2e.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Nothing is set that nobody reads, and nothing secret is in the repository. */
class SettingsTest {
    private static final List<String> SERVICES = Manifests.SERVICES;
    private static final String VARIABLE = "\\$\\{(SLIPWAY_[A-Z_]+)";

    @ParameterizedTest
    @FieldSource("SERVICES")
    void itsDeploymentSetsOnlyWhatItReads(String service) {
        Container container = container(service);
        Set<String> named = container.getEnvFrom().stream()
                .map(from -> from.getConfigMapRef().getName())
                .collect(Collectors.toSet());
        List<ConfigMap> settings = Manifests.all(ConfigMap.class).stream()
                .filter(map -> named.contains(map.getMetadata().getName()))
                .toList();

        Stream<String> shared = settings.stream().flatMap(map -> map.getData().keySet().stream());
        Stream<String> own = container.getEnv().stream().map(EnvVar::getName);

        assertThat(Stream.concat(shared, own)).isNotEmpty().isSubsetOf(readBy(service));
        assertThat(settings).hasSameSizeAs(named);
        assertThat(container.getArgs()).containsExactly(service);
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void composeSetsOnlyWhatItReads(String service) {
        Map<String, Object> composed = composed(service);

        assertThat(map(composed.get("environment")).keySet())
                .contains("SLIPWAY_BIND", "SLIPWAY_PORT")
                .isSubsetOf(readBy(service));
        assertThat(composed.get("command")).isEqualTo(List.of(service));
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void composePublishesItsPortToThisMachineOnly(String service) {
        String port =
                Manifests.matches("SLIPWAY_PORT:(\\d+)", resource(service)).getFirst();

        assertThat(composed(service).get("ports")).isEqualTo(List.of("127.0.0.1:" + port + ":" + port));
        assertThat(composed("kafka")).doesNotContainKey("ports");
        assertThat(composed("mongodb")).doesNotContainKey("ports");
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void everyVariableThatItReadsIsDocumented(String service) {
        assertThat(Manifests.matches("`(SLIPWAY_[A-Z_]+)`", Manifests.text("docs/operations.md")))
                .containsAll(readBy(service));
    }

    @Test
    void theEntryPointKnowsEveryServiceByItsMainClass() {
        String entrypoint = Manifests.text("docker/entrypoint");

        assertThat(Manifests.matches("(?m)^  (\\S+)\\) main=", entrypoint)).isEqualTo(SERVICES);
        assertThat(Manifests.matches("main=(\\S+)", entrypoint))
                .allSatisfy(name -> assertThat(Class.forName(name).getMethod("main", String[].class))
                        .isNotNull());
    }

    @Test
    void secretsHoldPlaceholdersOnly() {
        assertThat(Manifests.all(Secret.class)).isNotEmpty().allSatisfy(secret -> {
            assertThat(secret.getData()).isEmpty();
            assertThat(secret.getStringData())
                    .allSatisfy((key, value) -> assertThat(key.endsWith(".json") ? hashes(value) : List.of(value))
                            .isNotEmpty()
                            .allMatch(text -> text.matches("<[^<>]+>")));
        });
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void theExampleHasEverySecretThatItAsksFor(String service) {
        Set<String> known = Manifests.all(Secret.class).stream()
                .flatMap(secret -> secret.getStringData().keySet().stream()
                        .map(key -> secret.getMetadata().getName() + "/" + key))
                .collect(Collectors.toSet());

        assertThat(container(service).getEnv().stream()
                        .filter(variable -> variable.getValueFrom() != null)
                        .map(variable -> variable.getValueFrom().getSecretKeyRef())
                        .map((SecretKeySelector key) -> key.getName() + "/" + key.getKey()))
                .isNotEmpty()
                .isSubsetOf(known);
    }

    private static List<String> hashes(String credentials) {
        return Manifests.matches("\"sha256\": *\"([^\"]*)\"", credentials);
    }

    /** The health script runs in the same container, with the same environment. */
    private static Set<String> readBy(String service) {
        Set<String> names = new TreeSet<>(Manifests.matches(VARIABLE, resource(service)));
        names.addAll(Manifests.matches(VARIABLE, Manifests.text("docker/health")));
        return names;
    }

    private static String resource(String service) {
        return Manifests.text(service + "/src/main/resources/" + service + ".yaml");
    }

    private static Container container(String service) {
        return Manifests.all(Deployment.class).stream()
                .filter(deployment -> deployment.getMetadata().getName().equals(service))
                .map(deployment -> deployment
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst())
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> composed(String service) {
        Object compose = new Yaml(new SafeConstructor(new LoaderOptions())).load(Manifests.text("docker-compose.yml"));
        return map(map(map(compose).get("services")).get(service));
    }

    private static Map<String, Object> map(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new AssertionError("docker-compose.yml has " + value + " where a mapping belongs");
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, found) -> copy.put(String.valueOf(key), found));
        return copy;
    }
}
