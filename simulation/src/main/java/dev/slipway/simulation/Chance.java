package dev.slipway.simulation;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Everything that a seed decides. */
final class Chance {
    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private final RandomGenerator random;

    /** @param purpose so that one use does not shift the numbers of another */
    Chance(long seed, String purpose) {
        random = FACTORY.create(seed * 31 + purpose.hashCode());
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    <T> T oneOf(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
