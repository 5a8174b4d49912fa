package dev.slipway.gate.http;

import dev.slipway.decision.Refusal;
import dev.slipway.gate.application.Pipelines;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.util.StreamUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Evidence: the file as the tool wrote it. It is read as a stream; what it said is kept, the file itself is not. */
@RestController
class EvidenceController {
    private static final Duration BORNE_SKEW = Duration.ofMinutes(5);
    private static final Pattern PART = Pattern.compile("[^\\p{Cntrl}]{0,199}[^\\p{Cntrl}\\s]");

    private final Releases releases;
    private final Pipelines pipelines;
    private final EvidenceReader reader;
    private final long longest;
    private final Clock clock;

    EvidenceController(Releases releases, Pipelines pipelines, GateProperties properties, Clock clock) {
        this.releases = releases;
        this.pipelines = pipelines;
        this.longest = properties.maxEvidenceBytes();
        this.reader = new EvidenceReader(EvidenceLimits.ofBytes(longest));
        this.clock = clock;
    }

    /**
     * @param facts what this report says
     * @param parts those of its kind that it adds up with, itself included; none where it is of the whole
     * @param joined the releases that know of it; none where the commit has no release yet
     */
    record Recorded(
            String kind,
            String format,
            @Nullable String part,
            Map<String, Object> facts,
            List<String> parts,
            List<String> joined) {}

    @PutMapping("/v1/applications/{application}/commits/{commit}/evidence/{kind}")
    Recorded report(
            @PathVariable String application,
            @PathVariable String commit,
            @PathVariable String kind,
            @RequestParam(required = false) @Nullable String format,
            @RequestParam(required = false) @Nullable String part,
            @RequestHeader(name = "X-Observed-At", required = false) @Nullable String observedAt,
            HttpServletRequest request,
            Authentication authentication)
            throws IOException {
        Caller caller = Caller.of(authentication).requireAny(Roles.CI, Roles.ENGINEER);
        if (pipelines.text(application).isEmpty()) { // nothing could ever join it: most likely a wrong name
            throw Fields.unknownApplication(application);
        }
        Instant at = observedAt(observedAt);
        EvidenceFormat expected = format(format);
        String of = part(part);
        ReportBody body = ReportBody.of(request.getInputStream());
        return switch (reader.read(expected, kind, StreamUtils.nonClosing(body))) {
            case EvidenceResult.Unreadable(var reason, String problem) -> throw refusal(reason, problem);
            case EvidenceResult.Read(var read, var facts) -> {
                Evidence evidence = new Evidence(
                        kind,
                        read.name().toLowerCase(Locale.ROOT),
                        of,
                        Fields.commit(commit),
                        facts.values(),
                        body.digest(longest),
                        caller.actor(),
                        at);
                yield switch (releases.report(application, evidence)) {
                    case Releases.Report.Kept(var joined, var parts) ->
                        new Recorded(kind, evidence.format(), of, facts.values(), sorted(parts), sorted(joined));
                    case Releases.Report.No(var refusal) -> throw Problem.of(refusal);
                };
            }
        };
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private static @Nullable String part(@Nullable String part) {
        if (part != null && !PART.matcher(part).matches()) {
            throw Problem.invalid(
                    "part",
                    part,
                    "part '" + part + "' is no name",
                    "give 1 to 200 characters, such as the module's folder");
        }
        return part;
    }

    private static Problem refusal(EvidenceResult.Reason reason, String problem) {
        return switch (reason) {
            case TOO_LARGE -> Problem.tooLarge(problem, "report smaller files, each with its own ?part=");
            case TOO_DEEP, NOT_WELL_FORMED, NOT_EXPECTED ->
                Problem.of(Refusal.invalid(
                        "unreadable-report",
                        problem,
                        "send the file as the tool wrote it: JUnit, JaCoCo or Cobertura XML, SARIF or JSON"));
        };
    }

    private Instant observedAt(@Nullable String text) {
        if (text == null) {
            return clock.instant();
        }
        Instant at;
        try {
            at = Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw Problem.invalid(
                    "X-Observed-At", text, "'" + text + "' is not a time", "give it like 2026-11-21T12:00:00Z");
        }
        if (at.isAfter(clock.instant().plus(BORNE_SKEW))) { // it would outrank whatever is observed until then
            throw Problem.invalid(
                    "X-Observed-At", text, "'" + text + "' is in the future", "set the clock of the machine right");
        }
        return at;
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
}
