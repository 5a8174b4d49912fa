package dev.slipway.deploy.domain;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who wrote last to what an environment has. An instance that stood still may go on after others have taken its work over:
 * what it writes is refused where a greater fence stands.
 *
 * @param claim how often the environment had been claimed when the release got it
 * @param back whether the release is being taken back
 * @param version of the rollout whose state wants it so
 * @see <a href="https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html">Kleppmann: fencing tokens</a>
 */
public record Fence(long claim, boolean back, long version) implements Comparable<Fence> {
    /** Nobody's. */
    public static final Fence NONE = new Fence(0, false, 0);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\.(forth|back)\\.(\\d{1,18})");
    private static final Comparator<Fence> BY_CLAIM_AND_WAY =
            Comparator.comparingLong(Fence::claim).thenComparing(Fence::back);
    private static final Comparator<Fence> ORDER = BY_CLAIM_AND_WAY.thenComparingLong(Fence::version);

    /** What {@link #toString()} wrote; of anything else, {@link #NONE}. */
    public static Fence parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? new Fence(
                        Long.parseLong(matcher.group(1)),
                        matcher.group(2).equals("back"),
                        Long.parseLong(matcher.group(3)))
                : NONE;
    }

    /** Whether it does not yet keep out those who came before the claim, or before the way back. */
    public boolean isBehind(Fence other) {
        return BY_CLAIM_AND_WAY.compare(this, other) < 0;
    }

    public boolean refuses(Fence other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Fence other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return claim + (back ? ".back." : ".forth.") + version;
    }
}
