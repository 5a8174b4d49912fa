package dev.slipway.gate.http;

import dev.slipway.events.Digest;
import dev.slipway.gate.application.Releases;
import dev.slipway.gate.config.GateProperties;
import dev.slipway.gate.domain.Evidence;
import dev.slipway.gate.evidence.EvidenceFormat;
import dev.slipway.gate.evidence.EvidenceLimits;
import dev.slipway.gate.evidence.EvidenceReader;
import dev.slipway.gate.evidence.EvidenceResult;
import dev.slipway.service.http.Problem;
import dev.slipway.service.security.Caller;
import dev.slipway.service.security.Roles;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Evidence: the file as the tool wrote it. It is read as a stream; what it said is kept, the file itself is not. */
@RestController
class EvidenceController {
    private final Releases releases;
    private final EvidenceReader reader;
    private final Clock clock;

    EvidenceController(Releases releases, GateProperties properties, Clock clock) {
        this.releases = releases;
        this.reader = new EvidenceReader(EvidenceLimits.ofBytes(properties.maxEvidenceBytes()));
        this.clock = clock;
    }

    /** @param joined the releases that know of it; none where the commit has no release yet */
    record Recorded(String kind, String format, Map<String, Object> facts, List<String> joined) {}

    @PutMapping("/v1/applications/{application}/commits/{commit}/evidence/{kind}")
    Recorded report(
            @PathVariable String application,
            @PathVariable String commit,
            @PathVariable String kind,
            @RequestParam(required = false) @Nullable String format,
            @RequestHeader(name = "X-Observed-At", required = false) @Nullable String observedAt,
            HttpServletRequest request,
            Authentication authentication)
            throws IOException {
        Caller caller = Caller.of(authentication).requireAny(Roles.CI, Roles.ENGINEER);
        Instant at = observedAt(observedAt);
        EvidenceFormat expected = format(format);
        DigestInputStream body = new DigestInputStream(request.getInputStream(), sha256());
        return switch (reader.read(expected, kind, body)) {
            case EvidenceResult.Unreadable(var reason, String problem) ->
                throw switch (reason) {
                    case TOO_LARGE, TOO_DEEP -> Problem.tooLarge(problem, "report a smaller file, or split it by kind");
                    case NOT_WELL_FORMED, NOT_EXPECTED ->
                        Problem.invalid(
                                "report",
                                null,
                                problem,
                                "send the file as the tool wrote it: JUnit, JaCoCo or Cobertura XML, SARIF or JSON");
                };
            case EvidenceResult.Read(var read, var facts) -> {
                body.transferTo(OutputStream.nullOutputStream()); // what follows the report's end is part of its digest
                Evidence evidence = new Evidence(
                        kind,
                        read.name().toLowerCase(Locale.ROOT),
                        ReleaseController.commit(commit),
                        facts.values(),
                        new Digest("sha256:"
                                + HexFormat.of()
                                        .formatHex(body.getMessageDigest().digest())),
                        caller.actor(),
                        at);
                yield new Recorded(
                        kind,
                        evidence.format(),
                        facts.values(),
                        releases.report(application, evidence).stream().sorted().toList());
            }
        };
    }

    private Instant observedAt(@Nullable String text) {
        if (text == null) {
            return clock.instant();
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw Problem.invalid(
                    "X-Observed-At", text, "'" + text + "' is not a time", "give it like 2026-11-21T12:00:00Z");
        }
    }

    private static @Nullable EvidenceFormat format(@Nullable String format) {
        return format == null
                ? null
                : Arrays.stream(EvidenceFormat.values())
                        .filter(one -> one.name().equalsIgnoreCase(format))
                        .findFirst()
                        .orElseThrow(() -> Problem.invalid(
                                "format",
                                format,
                                "format '" + format + "' is not known",
                                "give junit, jacoco, cobertura, sarif or json, or none to see from the content"));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
