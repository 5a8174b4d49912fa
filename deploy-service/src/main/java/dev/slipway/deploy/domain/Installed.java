package dev.slipway.deploy.domain;

import dev.slipway.events.ComponentState;
import org.jspecify.annotations.Nullable;

/**
 * One component as it is or was installed; enough to install it again.
 *
 * @param version the label {@code app.kubernetes.io/version}
 * @param image the whole reference, by digest where Slipway installed it
 * @param release the release that it came with; null for what Slipway did not install
 */
public record Installed(
        String component,
        String version,
        String image,
        @Nullable String release) {
    public boolean isSameAs(Installed other) {
        return image.equals(other.image) && version.equals(other.version);
    }

    ComponentState healthy() {
        return new ComponentState(component, version, image, true, null);
    }
}
