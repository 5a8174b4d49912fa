package dev.slipway.sandbox.api;

/**
 * How a write is to be taken.
 *
 * @param manager who owns the fields that it sets
 * @param force whether an apply takes fields from other managers
 * @param dryRun whether to say what would happen, only
 */
public record WriteOptions(String manager, boolean force, boolean dryRun) {

    public static WriteOptions by(String manager) {
        return new WriteOptions(manager, false, false);
    }
}
