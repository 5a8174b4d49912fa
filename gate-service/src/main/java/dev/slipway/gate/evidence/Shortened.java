package dev.slipway.gate.evidence;

/** What a stranger wrote, fit to be quoted in a message: one short line without control characters. */
final class Shortened {
    private static final int ENOUGH = 200;

    private Shortened() {}

    static String of(String text) {
        String head = text.length() > ENOUGH ? text.substring(0, ENOUGH) + "…" : text;
        return head.replaceAll("\\p{Cntrl}+", " ");
    }
}
