package dev.slipway.gate.cdevents;

import dev.slipway.gate.application.Releases;
import dev.slipway.service.http.Problem;
import dev.slipway.service.security.Caller;
import dev.slipway.service.security.Roles;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /v1/cdevents}: a CDEvent bare, or as a CloudEvent in binary or structured mode. */
@RestController
class CdEventController {
    private static final int LONGEST = 1 << 20;

    private final CdEvents events;

    CdEventController(CdEvents events) {
        this.events = events;
    }

    @PostMapping("/v1/cdevents")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Object> hear(
            @RequestHeader(name = "ce-type", required = false) @Nullable String type,
            HttpServletRequest request,
            Authentication authentication)
            throws IOException {
        Caller caller = Caller.of(authentication).requireAny(Roles.CI);
        byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
        if (body.length > LONGEST) {
            throw Problem.tooLarge(
                    "the event has more than " + LONGEST + " bytes", "report files as evidence instead of in an event");
        }
        try {
            return shown(events.hear(CdEvent.read(new String(body, StandardCharsets.UTF_8), type), caller.actor()));
        } catch (WrongCdEvent wrong) {
            throw Problem.of(wrong.refusal());
        }
    }

    private static Map<String, Object> shown(CdEvents.Heard heard) {
        return switch (heard) {
            case CdEvents.Heard.Recorded(String kind, var facts, var joined) ->
                Map.of("kind", kind, "facts", facts, "joined", new TreeSet<>(joined));
            case CdEvents.Heard.Built(var artifact, var joined) ->
                Map.of("artifact", artifact, "joined", new TreeSet<>(joined));
            case CdEvents.Heard.Asked(Releases.Answer.Done done) -> Map.of("release", done.id());
            case CdEvents.Heard.Asked(Releases.Answer.No no) -> throw Problem.of(no.refusal());
            case CdEvents.Heard.Ignored(String why) -> Map.of("ignored", why);
        };
    }
}
