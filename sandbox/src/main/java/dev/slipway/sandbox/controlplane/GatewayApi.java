package dev.slipway.sandbox.controlplane;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionSpec;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The resource definitions of the Gateway API, which a cluster does not have by itself. */
final class GatewayApi {

    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("slipway-control-plane")
            .withForce(true)
            .build();

    private GatewayApi() {}

    static void install(KubernetesClient client, Path definitions) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(definitions)) {
            files = all.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
        for (Path file : files) {
            try (InputStream yaml = Files.newInputStream(file)) {
                client.load(yaml).resources().forEach(definition -> definition.patch(APPLY));
            }
        }
    }

    /** Whether the API server answers for every definition: before that, requests for its resources are 404. */
    static boolean isServed(KubernetesClient client) {
        return client.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                .allMatch(definition -> isEstablished(definition) && answers(client, definition.getSpec()));
    }

    private static boolean isEstablished(CustomResourceDefinition definition) {
        return Stream.ofNullable(definition.getStatus())
                .flatMap(status -> Stream.ofNullable(status.getConditions())) // null until there is a first one
                .flatMap(List::stream)
                .anyMatch(condition -> condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
    }

    /** Serving follows the condition, a moment later. */
    private static boolean answers(KubernetesClient client, CustomResourceDefinitionSpec resource) {
        String group = "/apis/" + resource.getGroup();
        try {
            return resource.getVersions().stream()
                    .filter(CustomResourceDefinitionVersion::getServed)
                    .map(version -> group + "/" + version.getName() + "/"
                            + resource.getNames().getPlural())
                    .allMatch(path -> client.raw(path + "?limit=1") != null);
        } catch (KubernetesClientException _) {
            return false;
        }
    }
}
