package dev.slipway.deploy.domain;

import dev.slipway.events.EnvironmentPlan;
import dev.slipway.events.StagePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stays with a release all its life.
 *
 * @param stays the environments that it was brought to wholly and not taken back from
 */
public record Dossier(Request request, List<Stay> stays) {
    public Dossier {
        stays = List.copyOf(stays);
    }

    Dossier with(Stay stay) {
        List<Stay> more = new ArrayList<>(without(stay.environment()).stays);
        more.add(stay);
        return new Dossier(request, more);
    }

    Dossier without(String environment) {
        return new Dossier(
                request,
                stays.stream()
                        .filter(stay -> !stay.environment().equals(environment))
                        .toList());
    }

    Optional<Stay> stay(String environment) {
        return stays.stream()
                .filter(stay -> stay.environment().equals(environment))
                .findFirst();
    }

    Optional<StagePlan> stageOf(String environment) {
        return request.plan().stages().stream()
                .filter(stage ->
                        stage.environment() instanceof EnvironmentPlan(var name, var _) && name.equals(environment))
                .findFirst();
    }
}
