package dev.slipway.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseRendererTest {
    private static String render(ReleaseView view) {
        return String.join("\n", new ReleaseRenderer(new Paint(false), 120).lines(view, Views.NOW)) + "\n";
    }

    @Test
    void aCanaryShowsItsWeightItsHoldAndItsMetrics() {
        assertThat(render(Views.canary())).isEqualTo("""
                        agentaskit v1.2.4 (patch)  in progress  3 min
                          staging     ████████████████████ 100 %  done in 12 s
                          production  ██████░░░░░░░░░░░░░░  33 %  canary 10 %
                            ✓ approval     ada approved
                            ✓ no-incident  no incident is open
                            · errors       pending
                            canary at 10 %, step 1 of 2, hold 1 min 30 s left
                            ✓ error-rate   api-gateway  0.12 %   stable 0.1 %  max 1 %  240 requests
                            · latency-p99  workers      no data  0 requests
                        """);
    }

    @Test
    void aRollbackShowsTheBreachAndWhatRunsNow() {
        assertThat(render(Views.rolledBack())).isEqualTo("""
                        agentaskit v1.2.4 (patch)  stopped: rolled back
                          staging     ████████████████████ 100 %  done in 12 s
                          production  ██████░░░░░░░░░░░░░░  33 %  failed in 1 min 10 s
                            ✓ approval     ada approved
                            ✓ no-incident  no incident is open
                            · errors       pending
                            canary at 0 %, step 1 of 2
                            ✗ error-rate  api-gateway  5.02 %  stable 0.1 %  max-increase-relative 10 %  240 requests  breached
                          rollback to v1.2.3 (metric, took 0.42 s): error-rate 0.0502 of api-gateway
                            ✓ api-gateway  v1.2.3
                            ✓ workers      v1.2.3
                        """);
    }

    @Test
    void aSoakShowsWhatIsLeftAndOthersTextCannotDrawOverOurs() {
        assertThat(render(Views.soaking())).isEqualTo("""
                        agentaskit v1.2.4 (patch)  in progress  3 min
                          staging     ████████████████░░░░  83 %  verifying, soak 59 min 30 s left
                            ✓ smoke  3 probes?[2J
                            · soak   pending
                          production  ░░░░░░░░░░░░░░░░░░░░   0 %  waiting
                        """);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 79})
    void noLineIsWiderThanTheTerminal(int width) {
        List<String> lines = new ReleaseRenderer(new Paint(true), width).lines(Views.rolledBack(), Views.NOW);

        assertThat(lines).allSatisfy(line -> assertThat(Paint.width(line)).isLessThanOrEqualTo(width));
    }

    @Test
    void coloursChangeNothingButTheColour() {
        String coloured =
                String.join("\n", new ReleaseRenderer(new Paint(true), 120).lines(Views.canary(), Views.NOW)) + "\n";

        assertThat(coloured).contains("\u001b[32m✓\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(render(Views.canary()));
    }

    @Test
    void anAnswerThatIsNoReleaseIsRefused() {
        assertThatThrownBy(() -> Views.of("{\"id\": \"a\", \"requestedAt\": \"yesterday\"}"))
                .hasMessage("the answer's requestedAt 'yesterday' is not a time");
        assertThatThrownBy(() -> Views.of("{}")).hasMessageContaining("it has no 'id'");
    }
}
