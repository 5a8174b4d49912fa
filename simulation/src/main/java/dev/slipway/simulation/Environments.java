package dev.slipway.simulation;

import dev.slipway.deploy.application.EnvironmentStore;
import dev.slipway.deploy.domain.Environment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What runs where, as deploy-service keeps it; it outlives every process. */
final class Environments {
    private final Map<String, Environment> stored = new TreeMap<>();

    List<Environment> all() {
        return List.copyOf(stored.values());
    }

    EnvironmentStore store(World world, Instance who) {
        return new EnvironmentStore() {
            @Override
            public Optional<Environment> load(String id) {
                world.turns().meanwhile();
                return world.faults().answer(who, Call.LOAD_ENVIRONMENT, id, () -> Optional.ofNullable(stored.get(id)));
            }

            @Override
            public boolean saveIfUnchanged(Environment next) {
                world.turns().meanwhile();
                return world.faults().answer(who, Call.SAVE_ENVIRONMENT, next.id(), () -> {
                    Environment before = stored.get(next.id());
                    if ((before == null ? 0 : before.version()) != next.version() - 1) {
                        return false;
                    }
                    stored.put(next.id(), next);
                    return true;
                });
            }

            @Override
            public List<Environment> all() {
                world.faults().reach(who, Call.LOAD_ENVIRONMENT);
                return List.copyOf(stored.values());
            }
        };
    }
}
