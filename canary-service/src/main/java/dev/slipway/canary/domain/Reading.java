package dev.slipway.canary.domain;

/** What a source says of one metric of one component over one interval. */
public sealed interface Reading {
    String component();

    String metric();

    /**
     * @param value the new version's; NaN where there was nothing to make it of
     * @param baseline stable's over the same interval; NaN where there was nothing to make it of, or nothing to compare with
     * @param samples the new version's requests that the value is of
     * @param baselineSamples stable's
     */
    record Seen(String component, String metric, double value, double baseline, long samples, long baselineSamples)
            implements Reading {}

    /** The source did not answer: neither good nor bad news of the version. */
    record Unreadable(String component, String metric, String why) implements Reading {}
}
