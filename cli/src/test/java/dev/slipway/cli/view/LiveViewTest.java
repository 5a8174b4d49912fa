package dev.slipway.cli.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveViewTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, UTF_8);

    private LiveView view(Terminal terminal) {
        return new LiveView(out, terminal, Clock.fixed(Views.NOW, ZoneOffset.UTC));
    }

    @Test
    void elsewhereThanOnATerminalEachChangeIsALine() {
        LiveView view = view(Terminal.plain());

        view.show(Views.canary(), List.of());
        view.show(Views.canary(), List.of());
        view.show(Views.rolledBack(), List.of("3 requests failed"));
        view.show(Views.rolledBack(), List.of("3 requests failed"));

        assertThat(written.toString(UTF_8)).isEqualTo("""
                        04:05:00  agentaskit v1.2.4 (patch), commit 4f1c2ab, requested by ci:github
                        04:05:00  staging: gate unit-tests passed: tests.failed is 0
                        04:05:00  staging: done
                        04:05:00  production: gate approval passed: ada approved
                        04:05:00  production: gate no-incident passed: no incident is open
                        04:05:00  production: canary
                        04:05:00  canary: 10 % of the traffic, step 1 of 2
                        04:05:00  canary: error-rate of api-gateway: healthy, 0.12 %, stable 0.1 %, max 1 %, 240 requests
                        04:05:00  canary: latency-p99 of workers: no data, 0 requests
                        04:05:00  release in progress
                        04:05:00  production: failed
                        04:05:00  canary: 0 % of the traffic, step 1 of 2
                        04:05:00  canary: error-rate of api-gateway: breached, 5.02 %, stable 0.1 %, max-increase-relative 10 %, 240 requests
                        04:05:00  rollback to v1.2.3 (metric): error-rate 0.0502 of api-gateway
                        04:05:00  rollback: api-gateway is on v1.2.3, healthy
                        04:05:00  rollback: workers is on v1.2.3, healthy
                        04:05:00  rollback ended after 0.42 s
                        04:05:00  release stopped (rolled back)
                        04:05:00  3 requests failed
                        """);
    }

    @Test
    void onATerminalThePictureIsDrawnOverInOneWrite() {
        LiveView view = view(Terminal.fixed(true, false, new Terminal.Size(100, 40)));
        view.show(Views.soaking(), List.of());
        written.reset();

        view.show(Views.soaking(), List.of("a note"));

        String second = written.toString(UTF_8);
        assertThat(second)
                .startsWith("\u001b[?2026h\u001b[?25l\u001b[5A\ragentaskit")
                .endsWith("\u001b[J\u001b[?2026l");
        assertThat(second.split("\n"))
                .hasSize(7)
                .allMatch(line -> line.endsWith("\u001b[K") || line.contains("\u001b[J"));

        written.reset();
        view.close();
        view.show(Views.soaking(), List.of("another note"));
        view.close();
        assertThat(written.toString(UTF_8)).isEqualTo("\u001b[?25h");
    }

    @Test
    void onATerminalLinesThatStayScrollByAboveTheOnePicture() {
        LiveView view = view(Terminal.fixed(true, false, new Terminal.Size(100, 40)));
        view.show(Views.soaking(), List.of());
        String picture = written.toString(UTF_8).replace("\u001b[?2026h\u001b[?25l", "");
        written.reset();

        view.print(List.of("$ slipway approve", "approved"));

        assertThat(written.toString(UTF_8))
                .isEqualTo("\u001b[?2026h\u001b[?25l\u001b[5A\r\u001b[J$ slipway approve\napproved\n" + picture);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void linesThatComeBeforeThePictureOrWithoutOneAreJustPrinted(boolean live) {
        view(Terminal.fixed(live, false, new Terminal.Size(100, 40))).print(List.of("one", "two"));

        assertThat(written.toString(UTF_8)).isEqualTo("one\ntwo\n");
    }

    @Test
    void aPictureIsNeverHigherThanTheTerminal() {
        LiveView view = view(Terminal.fixed(true, false, new Terminal.Size(100, 4)));

        view.show(Views.rolledBack(), List.of());

        assertThat(written.toString(UTF_8).chars().filter(c -> c == '\n')).hasSize(3);
    }
}
