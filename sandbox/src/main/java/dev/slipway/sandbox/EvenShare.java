package dev.slipway.sandbox;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Points spread evenly over [0, 1): of any n in a row, a share s falls below s to within a few. So 5 % are 5 % after a
 * hundred requests, where chance would need thousands. The points are multiples of the golden ratio, modulo 1.
 */
public final class EvenShare {
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private final double start;
    private final AtomicLong count = new AtomicLong();

    /** @param seed two sequences of different seeds do not run in step */
    public EvenShare(int seed) {
        start = Integer.toUnsignedLong(seed) / 4294967296.0;
    }

    public double next() {
        return (start + count.getAndIncrement() * GOLDEN) % 1;
    }
}
