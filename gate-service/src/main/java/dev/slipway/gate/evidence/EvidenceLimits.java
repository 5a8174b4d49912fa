package dev.slipway.gate.evidence;

/**
 * How much of a report is read.
 *
 * @param maxBytes of the file
 * @param maxDepth of nested elements, objects and arrays
 * @param maxFacts that one file of plain JSON may state
 * @param maxText characters of one string value
 * @param maxTexts characters of all names and string values together: they are one event, and a broker takes a megabyte
 */
public record EvidenceLimits(long maxBytes, int maxDepth, int maxFacts, int maxText, int maxTexts) {
    public static final EvidenceLimits DEFAULT = new EvidenceLimits(32L << 20, 512, 1_000, 4_000, 100_000);

    public EvidenceLimits {
        if (maxBytes < 1 || maxDepth < 1 || maxFacts < 1 || maxText < 1 || maxTexts < 1) {
            throw new IllegalArgumentException("evidence limits are maxBytes " + maxBytes + ", maxDepth " + maxDepth
                    + ", maxFacts " + maxFacts + ", maxText " + maxText + ", maxTexts " + maxTexts
                    + ": give at least 1");
        }
    }

    /** The default limits with another size. */
    public static EvidenceLimits ofBytes(long maxBytes) {
        return new EvidenceLimits(maxBytes, DEFAULT.maxDepth, DEFAULT.maxFacts, DEFAULT.maxText, DEFAULT.maxTexts);
    }
}
