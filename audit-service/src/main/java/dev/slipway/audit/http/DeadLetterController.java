package dev.slipway.audit.http;

import dev.slipway.audit.application.DeadLetterOffice;
import dev.slipway.audit.application.DeadLetterOffice.Entry;
import dev.slipway.audit.application.KeptMessages;
import dev.slipway.audit.domain.Letter;
import dev.slipway.audit.domain.Place;
import dev.slipway.audit.domain.Resend;
import dev.slipway.decision.Refusal;
import dev.slipway.service.aggregate.Outcome;
import dev.slipway.service.http.Problem;
import dev.slipway.service.security.Caller;
import dev.slipway.service.security.Roles;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Messages that services could not handle. That they came is for all to see, as the trail is; what they say may be anything,
 * and is for operators.
 */
@RestController
@RequestMapping("/v1/dead-letters")
class DeadLetterController {
    private static final int MOST = 1_000;
    private static final int LONGEST_REASON = 1_000;

    private final DeadLetterOffice office;

    DeadLetterController(DeadLetterOffice office) {
        this.office = office;
    }

    record Letters(List<View> letters) {}

    /**
     * @param status {@code kept}, {@code resending}, {@code resent}, or {@code gone} for one that is not kept any more
     * @param resent who wanted it sent again
     * @param message only where one letter is asked for
     */
    record View(
            String id,
            Instant at,
            String service,
            String topic,
            String source,
            @Nullable String key,
            @Nullable String event,
            String reason,
            @Nullable String release,
            @Nullable String digest,
            String status,
            @Nullable Resent resent,
            KeptMessages.@Nullable Message message) {}

    record Resent(String by, Instant at, @Nullable String reason) {}

    /** @param reason kept in the trail */
    record Why(@Nullable String reason) {}

    @GetMapping
    Letters newest(@RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > MOST) {
            throw Problem.invalid("limit", limit, "the limit is not between 1 and " + MOST, "give one up to " + MOST);
        }
        return new Letters(office.newest(limit).stream()
                .map(entry -> view(entry.letter(), entry.resend(), null))
                .toList());
    }

    @GetMapping("/{topic}/{partition}/{offset}")
    View letter(
            @PathVariable String topic,
            @PathVariable int partition,
            @PathVariable long offset,
            Authentication authentication) {
        Caller.of(authentication).requireAny(Roles.OPERATOR);
        Entry entry = entry(topic, partition, offset);
        KeptMessages.Message message = office.message(entry.letter())
                .orElseThrow(() -> Problem.notFound(
                        "not-kept",
                        "dead letter '" + entry.letter().id()
                                + "' is in the trail, but what is kept at its place is not"
                                + " what the trail has the digest of",
                        "look for the topic's messages in a backup of the broker; were the topics made anew?"));
        return view(entry.letter(), entry.resend(), message);
    }

    @PostMapping("/{topic}/{partition}/{offset}/resend")
    @ResponseStatus(HttpStatus.ACCEPTED)
    View resend(
            @PathVariable String topic,
            @PathVariable int partition,
            @PathVariable long offset,
            @RequestBody(required = false) @Nullable Why why,
            Authentication authentication) {
        Caller caller = Caller.of(authentication).requireAny(Roles.OPERATOR);
        Letter letter = entry(topic, partition, offset).letter();
        Outcome<Resend> outcome = office.resend(letter, caller.actor(), why == null ? null : reason(why));
        Refusal refusal = outcome.refusal();
        if (refusal != null) {
            throw Problem.of(refusal);
        }
        return view(letter, outcome.state(), null);
    }

    private static @Nullable String reason(Why why) {
        String reason = why.reason();
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw Problem.invalid(
                    "reason",
                    reason.substring(0, 40) + "…",
                    "the reason has " + reason.length() + " characters",
                    "give at most " + LONGEST_REASON);
        }
        return reason;
    }

    private Entry entry(String topic, int partition, long offset) {
        String id = new Place(topic, partition, offset).toString();
        return office.find(id)
                .orElseThrow(() -> Problem.notFound(
                        "unknown-dead-letter",
                        "there is no dead letter '" + id + "'",
                        "give the id of one that GET /v1/dead-letters lists"));
    }

    private static View view(Letter letter, Resend resend, KeptMessages.@Nullable Message message) {
        Letter.Said said = letter.said();
        return new View(
                letter.id(),
                letter.at(),
                said.service(),
                Place.of(letter.id()).sourceTopic(),
                said.source(),
                said.key(),
                said.event(),
                said.reason(),
                letter.isOfARelease() ? letter.release().value() : null,
                said.digest() == null ? null : said.digest().value(),
                switch (resend) {
                    case Resend.Never _ -> "kept";
                    case Resend.Sending _ -> "resending";
                    case Resend.Sent _ -> "resent";
                    case Resend.Gone _ -> "gone";
                },
                switch (resend) {
                    case Resend.Never _ -> null;
                    case Resend.Sending(var order) -> resent(order);
                    case Resend.Sent(var order, Instant _) -> resent(order);
                    case Resend.Gone(var order, String _) -> resent(order);
                },
                message);
    }

    private static Resent resent(Resend.Order order) {
        return new Resent(order.by().name(), order.at(), order.reason());
    }
}
