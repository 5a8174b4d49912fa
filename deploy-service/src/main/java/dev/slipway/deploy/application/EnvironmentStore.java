package dev.slipway.deploy.application;

import dev.slipway.deploy.domain.Environment;
import java.util.List;
import java.util.Optional;

/** Where environments are kept. */
public interface EnvironmentStore {
    Optional<Environment> load(String id);

    /**
     * Saves {@code next} where the stored version is still the one before it ({@code next.version() - 1}; 0 for none
     * stored).
     *
     * @return whether it was saved; false where somebody else was first
     */
    boolean saveIfUnchanged(Environment next);

    /** All, ordered by id. */
    List<Environment> all();
}
