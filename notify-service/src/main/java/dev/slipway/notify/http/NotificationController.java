package dev.slipway.notify.http;

import dev.slipway.notify.domain.Delivery;
import dev.slipway.notify.domain.Notices;
import dev.slipway.notify.domain.Signal;
import dev.slipway.service.aggregate.Aggregates;
import dev.slipway.service.http.Problem;
import java.util.List;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was told about a release, and what is still to be. */
@RestController
class NotificationController {
    private final Aggregates<Notices, Signal> notices;

    NotificationController(Aggregates<Notices, Signal> notices) {
        this.notices = notices;
    }

    /**
     * @param missing channels that the pipeline names and nobody has configured here
     */
    record View(String release, int sent, List<Delivery> pending, Set<String> missing) {}

    @GetMapping("/v1/notifications")
    View of(@RequestParam String release) {
        return switch (notices.state(release).orElseGet(() -> new Notices.Unknown(release))) {
            case Notices.Routed routed -> new View(release, routed.sent(), routed.pending(), routed.missing());
            case Notices.Unknown _ ->
                throw Problem.notFound(
                        "unknown-release",
                        "no release '" + release + "' was heard of",
                        "list the releases for their ids");
        };
    }
}
