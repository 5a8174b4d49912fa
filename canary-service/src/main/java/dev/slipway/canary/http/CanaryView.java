package dev.slipway.canary.http;

import dev.slipway.canary.domain.Analysis;
import dev.slipway.canary.domain.Canary;
import dev.slipway.canary.domain.Dossier;
import dev.slipway.canary.domain.Place;
import dev.slipway.canary.domain.Terms;
import dev.slipway.events.MetricResult;
import dev.slipway.events.ReleaseId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A canary as it is shown.
 *
 * @param status {@code waiting}, {@code shifting}, {@code holding}, {@code paused}, {@code promoting}, {@code watching} or
 *     {@code finished}
 * @param step counts from 0
 * @param weight the share of the traffic that the step is of
 * @param until when the hold or the watch is over, if all goes well
 * @param detail why it is paused, or how it ended
 * @param inconclusive how many measurements in a row said nothing
 * @param metrics what the latest measurement said
 */
record CanaryView(
        ReleaseId release,
        String application,
        String version,
        String status,
        @Nullable String stage,
        @Nullable Integer step,
        @Nullable Integer weight,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable String detail,
        @Nullable Integer inconclusive,
        List<MetricResult> metrics) {
    CanaryView {
        metrics = List.copyOf(metrics);
    }

    /** Empty for a release that nobody has heard of. */
    static Optional<CanaryView> of(Canary canary) {
        return switch (canary) {
            case Canary.Unknown _ -> Optional.empty();
            case Canary.Known k -> Optional.of(plain(k.dossier(), "waiting", null, null, null));
            case Canary.Promoting p -> Optional.of(plain(p.dossier(), "promoting", p.stage(), null, null));
            case Canary.Finished f -> Optional.of(plain(f.dossier(), "finished", null, f.at(), f.why()));
            case Canary.Shifting s -> Optional.of(measured(s.dossier(), "shifting", s.at(), null, null, null, null));
            case Canary.Holding h -> {
                Instant until = h.confirmedAt().plus(terms(h).length());
                yield Optional.of(measured(h.dossier(), "holding", h.at(), h.confirmedAt(), until, null, h.analysis()));
            }
            case Canary.Paused p ->
                Optional.of(measured(p.dossier(), "paused", p.at(), p.since(), null, p.detail(), p.analysis()));
            case Canary.Watching w -> {
                Instant until = w.since().plus(terms(w).length());
                yield Optional.of(measured(w.dossier(), "watching", w.at(), w.since(), until, null, w.analysis()));
            }
        };
    }

    private static Terms terms(Canary.Measuring canary) {
        return Terms.of(canary.dossier(), canary.at());
    }

    private static CanaryView plain(
            Dossier dossier, String status, @Nullable String stage, @Nullable Instant since, @Nullable String detail) {
        return new CanaryView(
                dossier.release(),
                dossier.application(),
                dossier.version(),
                status,
                stage,
                null,
                null,
                since,
                null,
                detail,
                null,
                List.of());
    }

    private static CanaryView measured(
            Dossier dossier,
            String status,
            Place at,
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable String detail,
            @Nullable Analysis analysis) {
        Terms terms = Terms.of(dossier, at);
        return new CanaryView(
                dossier.release(),
                dossier.application(),
                dossier.version(),
                status,
                at.stage(),
                terms.step(),
                terms.weight(),
                since,
                until,
                detail,
                analysis == null ? null : analysis.inconclusive(),
                analysis == null ? List.of() : analysis.latest());
    }
}
