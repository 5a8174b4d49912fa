package dev.slipway.canary.http;

import dev.slipway.canary.application.Canaries;
import dev.slipway.canary.domain.Canary;
import dev.slipway.decision.Refusal;
import dev.slipway.events.codec.Json;
import dev.slipway.service.aggregate.Outcome;
import dev.slipway.service.http.Problem;
import dev.slipway.service.security.Caller;
import dev.slipway.service.security.Roles;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;

/** How a canary does, and a person's word on whether it goes on. */
@RestController
@RequestMapping(path = "/v1/canaries/{release}", produces = MediaType.APPLICATION_JSON_VALUE)
class CanaryController {
    private static final int LONGEST_REASON = 1_000;

    private final Canaries canaries;

    /** @param reason shown to others, and kept in the trail */
    private record Why(@Nullable String reason) {}

    CanaryController(Canaries canaries) {
        this.canaries = canaries;
    }

    @GetMapping
    String canary(@PathVariable String release) {
        return canaries.find(release)
                .flatMap(CanaryView::of)
                .map(Json::write)
                .orElseThrow(() -> Problem.notFound(
                        "unknown-release", "no release '" + release + "'", "name a release that was requested"));
    }

    @PostMapping("/pause")
    String pause(
            @PathVariable String release,
            @RequestBody(required = false) @Nullable String body,
            Authentication authentication) {
        Caller caller = Caller.of(authentication).requireAny(Roles.ENGINEER);
        return answer(canaries.pause(release, caller.actor(), reason(body)));
    }

    @PostMapping("/resume")
    String resume(
            @PathVariable String release,
            @RequestBody(required = false) @Nullable String body,
            Authentication authentication) {
        Caller caller = Caller.of(authentication).requireAny(Roles.ENGINEER);
        return answer(canaries.resume(release, caller.actor(), reason(body)));
    }

    private static @Nullable String reason(@Nullable String body) {
        if (body == null || body.isBlank()) {
            return null;
        }
        @Nullable String reason;
        try {
            reason = Json.read(body, Why.class).reason();
        } catch (JacksonException e) {
            throw Problem.invalid(
                    "body",
                    null,
                    "the body is not JSON: " + e.getOriginalMessage(),
                    "send {\"reason\": \"…\"} or nothing");
        }
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw Problem.invalid(
                    "reason",
                    reason.substring(0, 40) + "…",
                    "the reason has " + reason.length() + " characters",
                    "give at most " + LONGEST_REASON);
        }
        return reason;
    }

    private static String answer(Outcome<Canary> outcome) {
        @Nullable Refusal refusal = outcome.refusal();
        if (refusal != null) {
            throw Problem.of(refusal);
        }
        return CanaryView.of(outcome.state())
                .map(Json::write)
                .orElseThrow(() -> new IllegalStateException("a command was taken for a release that is not known"));
    }
}
