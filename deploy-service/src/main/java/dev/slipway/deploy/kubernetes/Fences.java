package dev.slipway.deploy.kubernetes;

import dev.slipway.deploy.application.StepResult;
import dev.slipway.deploy.domain.Fence;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fence that stands on an object, as an annotation. A write holds only for the version of the object on which the fence
 * was compared, so nobody can come in between.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions">Kubernetes: resource
 *     versions</a>
 */
final class Fences {
    private static final int TRIES = 10; // controllers write the status of a Deployment often while it rolls out

    private Fences() {}

    /** {@link Fence#NONE} where there is none, or no object. */
    static Fence on(@Nullable HasMetadata object) {
        if (object == null || object.getMetadata().getAnnotations() == null) {
            return Fence.NONE;
        }
        return Fence.parse(object.getMetadata().getAnnotations().getOrDefault(Names.FENCE, ""));
    }

    static Map<String, String> annotation(Fence fence) {
        return Map.of(Names.FENCE, fence.toString());
    }

    /**
     * Writes to an object unless a greater fence stands on it.
     *
     * @param read the object; null where there is none
     * @param write on condition that the object is still the one that was read; throws the API's 409 where it is not
     */
    static <T extends HasMetadata> StepResult write(
            Supplier<@Nullable T> read, Fence fence, Function<@Nullable T, StepResult> write) {
        for (int tries = 1; ; tries++) {
            T live = read.get();
            Fence stands = on(live);
            if (stands.refuses(fence)) {
                return new StepResult.FencedOff(stands);
            }
            try {
                return write.apply(live);
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || tries == TRIES) {
                    throw e;
                }
            }
        }
    }
}
