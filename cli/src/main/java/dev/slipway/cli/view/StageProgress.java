package dev.slipway.cli.view;

import dev.slipway.cli.view.ReleaseView.Canary;
import dev.slipway.cli.view.ReleaseView.Stage;
import org.jspecify.annotations.Nullable;

/** How far a stage is, in percent: a third for its gates, a third for the rollout, a third for the verification. */
final class StageProgress {
    private static final int ROLLOUT = 33;
    private static final int VERIFICATION = 66;

    private StageProgress() {}

    static int percent(Stage stage, @Nullable Canary canary) {
        return switch (stage.status()) {
            case "done" -> 100;
            case "gates" -> share(stage, "entry", ROLLOUT);
            case "deploying" -> ROLLOUT;
            case "canary" -> ROLLOUT + rollout(canary);
            case "verifying" -> VERIFICATION + share(stage, "verification", 100 - VERIFICATION);
            case "failed" -> reached(stage, canary);
            default -> 0;
        };
    }

    /** A stage that failed stops where it was. */
    private static int reached(Stage stage, @Nullable Canary canary) {
        boolean entered = stage.gates().stream().allMatch(gate -> !gate.phase().equals("entry") || gate.holds());
        if (!entered) {
            return share(stage, "entry", ROLLOUT);
        }
        return canary == null
                ? VERIFICATION + share(stage, "verification", 100 - VERIFICATION - 1)
                : ROLLOUT + rollout(canary);
    }

    private static int rollout(@Nullable Canary canary) {
        return canary == null || canary.steps() == 0
                ? 0
                : (VERIFICATION - ROLLOUT) * Math.min(canary.step(), canary.steps()) / canary.steps();
    }

    private static int share(Stage stage, String phase, int of) {
        var gates = stage.gates().stream()
                .filter(gate -> gate.phase().equals(phase))
                .toList();
        int held = (int) gates.stream().filter(ReleaseView.Gate::holds).count();
        return gates.isEmpty() ? 0 : of * held / gates.size();
    }
}
