package dev.slipway.standalone;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What is there already and is used instead of an embedded one; null for what is not. */
public record Outside(
        @Nullable String kafka,
        @Nullable String mongodb,
        @Nullable Path kubeconfig) {
    public static final Outside NOTHING = new Outside(null, null, null);

    public static Outside fromEnvironment() {
        String kubeconfig = System.getenv("SLIPWAY_KUBECONFIG");
        return new Outside(
                System.getenv("SLIPWAY_KAFKA_BOOTSTRAP"),
                System.getenv("SLIPWAY_MONGODB_URI"),
                kubeconfig == null ? null : Path.of(kubeconfig));
    }
}
