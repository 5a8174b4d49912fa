package dev.slipway.gate.domain;

import dev.slipway.decision.Decision;
import dev.slipway.decision.Refusal;
import dev.slipway.decision.Said;
import dev.slipway.events.Actor;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.GateCheck;
import dev.slipway.events.GatePlan;
import dev.slipway.events.StagePlan;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may approve, what an approval counts for, and why a person's word does not count. */
final class Approvals {
    static final String STAGE = "stage";
    private static final String CALLER = "caller";

    private Approvals() {}

    /** The approvals of that gate that are of exactly what the release is now. */
    static List<Approval> counting(Dossier dossier, String stage, String gate) {
        return dossier.approvals().stream()
                .filter(approval -> approval.stage().equals(stage)
                        && approval.gate().equals(gate)
                        && approval.binding().equals(dossier.binding()))
                .toList();
    }

    /** What a person's word on a stage's entry is worth. */
    sealed interface Word {
        record Counts(Approval approval) implements Word {}

        record Revokes(Approval approval) implements Word {}

        record Rejects(String gate) implements Word {}

        /**
         * @param field what stands in the way, and its value: {@code stage}, {@code caller}, {@code roles}, {@code artifacts}
         */
        record Refused(String gate, ApprovalGiven.Refusal why, String field, String value, String detail, String remedy)
                implements Word {}
    }

    static Word weigh(Dossier dossier, StagePlan stage, Signal.Spoken spoken, Instant now) {
        List<GatePlan> asking = stage.entry().stream()
                .filter(gate -> gate.check() instanceof GateCheck.Approval)
                .toList();
        String first = asking.isEmpty() ? "" : asking.getFirst().name();
        if (asking.isEmpty() || (spoken.stage() != null && !spoken.stage().equals(stage.name()))) {
            return new Word.Refused(
                    first,
                    ApprovalGiven.Refusal.NOTHING_TO_APPROVE,
                    STAGE,
                    spoken.stage() == null ? stage.name() : spoken.stage(),
                    "the release is at stage " + stage.name() + ", which asks nobody"
                            + (spoken.stage() == null ? "" : " for stage " + spoken.stage()),
                    "look at its status for what it waits for");
        }
        if (dossier.request().requestedBy().name().equals(spoken.person())) {
            return new Word.Refused(
                    first,
                    ApprovalGiven.Refusal.REQUESTER_IS_APPROVER,
                    CALLER,
                    spoken.person(),
                    spoken.person() + " requested this release",
                    "somebody else has to approve it");
        }
        List<GatePlan> mine =
                asking.stream().filter(gate -> hasRole(gate, spoken)).toList();
        if (mine.isEmpty()) {
            return new Word.Refused(
                    first,
                    ApprovalGiven.Refusal.MISSING_ROLE,
                    "roles",
                    String.join(", ", spoken.roles()),
                    spoken.person() + " has the roles " + spoken.roles() + ", stage " + stage.name() + " asks for "
                            + asking.stream()
                                    .flatMap(gate -> roles(gate).stream())
                                    .distinct()
                                    .toList(),
                    "somebody with one of these roles has to approve it");
        }
        List<String> digests = dossier.binding().artifacts().stream()
                .map(digest -> digest.value())
                .toList();
        if (!spoken.artifacts().isEmpty()
                && !spoken.artifacts().stream().sorted().distinct().toList().equals(digests)) {
            return new Word.Refused(
                    mine.getFirst().name(),
                    ApprovalGiven.Refusal.OTHER_ARTIFACTS,
                    "artifacts",
                    String.join(", ", spoken.artifacts()),
                    "the approval is of " + spoken.artifacts() + ", the release is of " + digests,
                    "look at the release again and approve what it is of");
        }
        return byVerdict(dossier, stage, spoken, mine, now);
    }

    private static Word byVerdict(
            Dossier dossier, StagePlan stage, Signal.Spoken spoken, List<GatePlan> mine, Instant now) {
        Optional<Approval> given = dossier.approvals().stream()
                .filter(approval -> approval.stage().equals(stage.name())
                        && approval.person().equals(spoken.person()))
                .findFirst();
        return switch (spoken.verdict()) {
            case REJECTED -> new Word.Rejects(mine.getFirst().name());
            case REVOKED ->
                given.<Word>map(Word.Revokes::new)
                        .orElseGet(() -> new Word.Refused(
                                mine.getFirst().name(),
                                ApprovalGiven.Refusal.NOTHING_TO_APPROVE,
                                CALLER,
                                spoken.person(),
                                spoken.person() + " has not approved stage " + stage.name(),
                                "there is nothing to revoke"));
            case APPROVED, REFUSED, OTHER -> {
                Optional<GatePlan> open = mine.stream()
                        .filter(gate ->
                                counting(dossier, stage.name(), gate.name()).size() < count(gate))
                        .findFirst();
                if (given.isPresent() || open.isEmpty()) { // one person fills one place, whatever roles they have
                    yield new Word.Refused(
                            mine.getFirst().name(),
                            ApprovalGiven.Refusal.ALREADY_DECIDED,
                            given.isPresent() ? CALLER : STAGE,
                            given.isPresent() ? spoken.person() : stage.name(),
                            given.isPresent()
                                    ? spoken.person() + " has approved stage " + stage.name() + " already"
                                    : "stage " + stage.name() + " has all the approvals of " + spoken.person()
                                            + "'s roles",
                            "nothing is left to do");
                }
                yield new Word.Counts(new Approval(
                        stage.name(), open.get().name(), spoken.person(), spoken.roles(), dossier.binding(), now));
            }
        };
    }

    private static boolean hasRole(GatePlan gate, Signal.Spoken spoken) {
        List<String> asked = roles(gate).stream().map(Approvals::normalized).toList();
        return spoken.roles().stream().map(Approvals::normalized).anyMatch(asked::contains);
    }

    private static String normalized(String role) {
        return role.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<String> roles(GatePlan gate) {
        return gate.check() instanceof GateCheck.Approval approval ? approval.roles() : List.of();
    }

    private static int count(GatePlan gate) {
        return gate.check() instanceof GateCheck.Approval approval ? approval.count() : 0;
    }

    static Said said(
            Dossier dossier,
            Signal.Spoken spoken,
            String stage,
            String gate,
            ApprovalGiven.Verdict verdict,
            ApprovalGiven.@Nullable Refusal refusal) {
        return Said.of(
                        new ApprovalGiven(
                                gate,
                                verdict,
                                spoken.person(),
                                spoken.roles(),
                                dossier.binding(),
                                refusal,
                                spoken.reason()),
                        stage)
                .by(Actor.person(spoken.person()));
    }

    /** No, and the attempt goes into the trail. */
    static Decision<Release> refuse(Dossier dossier, Signal.Spoken spoken, String stage, Word.Refused no) {
        Refusal refusal =
                switch (no.why()) {
                    case REQUESTER_IS_APPROVER, MISSING_ROLE ->
                        Refusal.forbidden(no.why().label(), no.detail(), no.remedy());
                    case OTHER_ARTIFACTS, ALREADY_DECIDED, NOTHING_TO_APPROVE, OTHER ->
                        Refusal.conflict(no.why().label(), no.detail(), no.remedy());
                };
        return Decision.refuse(
                refusal.about(no.field(), no.value()),
                said(dossier, spoken, stage, no.gate(), ApprovalGiven.Verdict.REFUSED, no.why()));
    }
}
