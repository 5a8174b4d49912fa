package dev.slipway.deploy.application;

import dev.slipway.deploy.domain.Environment;
import java.util.function.UnaryOperator;

/** Changes environments so that no change is lost. */
public final class Environments {
    private final EnvironmentStore store;

    public Environments(EnvironmentStore store) {
        this.store = store;
    }

    Environment load(String application, String name, String namespace) {
        return store.load(Environment.id(application, name))
                .orElseGet(() -> Environment.unknown(application, name, namespace));
    }

    /** Answers with what is stored afterwards; {@code change} may be asked more than once. */
    Environment change(String application, String name, String namespace, UnaryOperator<Environment> change) {
        while (true) {
            Environment before = load(application, name, namespace);
            Environment after = change.apply(before);
            if (after.equals(before)) {
                return before;
            }
            Environment next = after.saved();
            if (store.saveIfUnchanged(next)) {
                return next;
            }
        }
    }
}
