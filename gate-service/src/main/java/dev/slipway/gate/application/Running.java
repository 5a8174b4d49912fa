package dev.slipway.gate.application;

import dev.slipway.events.EnvironmentPlan;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.StagePlan;
import dev.slipway.gate.domain.Phase;
import dev.slipway.gate.domain.Release;
import dev.slipway.gate.domain.Request;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which release runs where, as far as gate-service has let it. */
final class Running {
    /** @param left how many stages of its plan come after the one that let it in there: the fewer, the closer to users */
    private record Place(Request request, String environment, int left) {
        ReleaseId release() {
            return ReleaseId.of(request.application(), request.version());
        }
    }

    private static final Comparator<Place> CLOSEST_TO_USERS_THEN_NEWEST = Comparator.comparingInt(Place::left)
            .thenComparing(
                    place -> place.request().requestedAt(),
                    Comparator.<java.time.Instant>naturalOrder().reversed());

    private Running() {}

    /**
     * One that is being taken back counts: asking twice for the same rollback must not take back the release before it.
     *
     * @param environment null for the one closest to users
     */
    static Optional<String> in(List<Release> releases, @Nullable String environment) {
        return releases.stream()
                .flatMap(Running::places)
                .filter(place -> environment == null || place.environment().equals(environment))
                .min(CLOSEST_TO_USERS_THEN_NEWEST)
                .map(place -> place.release().value());
    }

    /** Where Slipway has let it in and not taken it back. */
    static List<String> environments(Release release) {
        return places(release).map(Place::environment).distinct().toList();
    }

    /** The environment that its rollback was about. */
    static Optional<String> takenBackFrom(Release.Stopped stopped) {
        return Optional.ofNullable(stopped.rollback())
                .map(back ->
                        stopped.dossier().request().plan().stage(back.stage()).environment())
                .map(EnvironmentPlan::name);
    }

    private static Stream<Place> places(Release release) {
        return switch (release) {
            case Release.Unknown _, Release.AwaitingArtifacts _ -> Stream.of();
            case Release.Stopped stopped -> {
                Release.TakenBack back = stopped.rollback();
                yield back == null || !stopped.isStillThere()
                        ? Stream.of()
                        : until(stopped.dossier().request(), back.stage());
            }
            case Release.InStage at ->
                places(at.dossier().request(), at.phase() instanceof Phase.Entry ? at.stage() : at.stage() + 1);
            case Release.RollingBack back -> until(back.dossier().request(), back.stage());
            case Release.Completed completed -> {
                Request request = completed.dossier().request();
                yield places(request, request.plan().stages().size());
            }
        };
    }

    private static Stream<Place> until(Request request, String stage) {
        return places(request, request.plan().stages().indexOf(request.plan().stage(stage)) + 1);
    }

    private static Stream<Place> places(Request request, int until) {
        List<StagePlan> stages = request.plan().stages();
        return stages.subList(0, until).stream()
                .filter(stage -> stage.environment() != null)
                .map(stage -> new Place(
                        request,
                        Objects.requireNonNull(stage.environment()).name(),
                        stages.size() - stages.indexOf(stage)));
    }
}
