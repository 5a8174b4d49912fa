package dev.slipway.canary.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.slipway.canary.domain.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusTextTest {
    static Stream<Arguments> lines() {
        return Stream.of(
                argumentSet("plain", "a_total 3", new Sample("a_total", Map.of(), 3)),
                argumentSet("labels", "a{x=\"1\",y=\"2\"} 3.5", new Sample("a", Map.of("x", "1", "y", "2"), 3.5)),
                argumentSet("a comma at the end", "a{x=\"1\",} 3", new Sample("a", Map.of("x", "1"), 3)),
                argumentSet("no labels in braces", "a{} 3", new Sample("a", Map.of(), 3)),
                argumentSet(
                        "blanks", "  a { x = \"1\" , y=\"2\" }\t3  ", new Sample("a", Map.of("x", "1", "y", "2"), 3)),
                argumentSet(
                        "escapes",
                        "a{x=\"back \\\\ quote \\\" line \\n end\"} 3",
                        new Sample("a", Map.of("x", "back \\ quote \" line \n end"), 3)),
                argumentSet("braces in a value", "a{x=\"{b} 1, 2\"} 3", new Sample("a", Map.of("x", "{b} 1, 2"), 3)),
                argumentSet("a timestamp", "a 3 1395066363000", new Sample("a", Map.of(), 3)),
                argumentSet("an exemplar", "a 3 # {trace=\"1\"} 0.1", new Sample("a", Map.of(), 3)),
                argumentSet("exponent", "a 1.7560473e+07", new Sample("a", Map.of(), 17560473)),
                argumentSet("not a number", "a NaN", new Sample("a", Map.of(), Double.NaN)),
                argumentSet("infinity", "a +Inf", new Sample("a", Map.of(), Double.POSITIVE_INFINITY)),
                argumentSet("minus infinity", "a -Inf", new Sample("a", Map.of(), Double.NEGATIVE_INFINITY)));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void readsALine(String line, Sample expected) {
        assertThat(read(line)).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# HELP a Of a",
                "# TYPE a counter",
                "#a 3",
                "",
                "a",
                "a{x=\"1\"",
                "a{x=\"1} 3",
                "a{x=1} 3",
                "a{x} 3",
                "a{x=\"1\" y=\"2\"} 3",
                "a{x=\"1\\",
                "a three",
                "b 3"
            })
    void passesOverWhatIsNoSampleOfTheMetric(String line) {
        assertThat(read(line + "\na 3")).containsExactly(new Sample("a", Map.of(), 3));
    }

    @Test
    void countsTheRequestsOfAllSeriesButThoseOfTheManagementEndpoints() {
        String text = """
                # TYPE http_server_requests_seconds histogram
                http_server_requests_seconds_bucket{method="GET",status="200",uri="/",le="0.1"} 3
                http_server_requests_seconds_bucket{method="GET",status="200",uri="/",le="+Inf"} 5
                http_server_requests_seconds_count{method="GET",status="200",uri="/"} 5
                http_server_requests_seconds_sum{method="GET",status="200",uri="/"} 1.5
                http_server_requests_seconds_bucket{method="GET",status="503",uri="/",le="0.1"} 1
                http_server_requests_seconds_bucket{method="GET",status="503",uri="/",le="+Inf"} 1
                http_server_requests_seconds_count{method="GET",status="503",uri="/"} 1
                http_server_requests_seconds_count{method="GET",status="404",uri="/**"} 2
                http_server_requests_seconds_count{method="GET",status="200",uri="/actuator/health"} 100
                http_server_requests_seconds_bucket{method="GET",status="200",uri="/actuator/health",le="+Inf"} 100
                http_server_requests_seconds_count{method="GET",status="200",uri="/metrics"} 100
                http_server_requests_seconds_max{method="GET",status="200",uri="/"} 0.7
                http_server_requests_seconds_count{method="GET",status="200",uri="/odd"} NaN
                """;

        assertThat(HttpServerRequests.read(text, "/metrics"))
                .isEqualTo(new Counts(8, 1, new TreeMap<>(Map.of(0.1, 4.0, Double.POSITIVE_INFINITY, 6.0))));
    }

    private static List<Sample> read(String text) {
        List<Sample> samples = new ArrayList<>();
        PrometheusText.read(text, "a", samples::add);
        return samples;
    }
}
