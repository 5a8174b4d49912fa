package dev.slipway.canary.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.MetricResult;
import dev.slipway.events.MetricResult.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            error-rate   | 0.08333333333333333 | 0.0   | max increase 0.01         | error-rate of web is 8.333 %, stable's 0 %: breaches max increase 1 % (12 requests)
            error-rate   | 0.05                |       | max 0.01                  | error-rate of web is 5 %: breaches max 1 % (12 requests)
            availability | 0.99876             | 1.0   | min 0.999                 | availability of web is 99.88 %, stable's 100 %: breaches min 99.9 % (12 requests)
            latency-p99  | 0.5123456           | 0.25  | max increase 0.1          | latency-p99 of web is 512.3 ms, stable's 250 ms: breaches max increase 100 ms (12 requests)
            latency-p99  | 0.5                 | 0.25  | max increase relative 0.1 | latency-p99 of web is 500 ms, stable's 250 ms: breaches max increase relative 10 % (12 requests)
            error-rate   | 0.000004            |       | max 0.000001              | error-rate of web is 0.0004 %: breaches max 0.0001 % (12 requests)
            """)
    void aBreachIsReadByPeople(String metric, Double value, Double baseline, String threshold, String words) {
        MetricResult breach = new MetricResult(metric, "web", value, baseline, threshold, 12, Verdict.BREACHED);

        assertThat(Wording.of(breach)).isEqualTo(words);
    }
}
