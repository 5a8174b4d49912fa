package dev.slipway.simulation;

/** What can happen to a call of the outside. */
public enum Fault {
    /** It is not done, and an error comes back. */
    REFUSED,
    /** It is done, and an error comes back. */
    REPLY_LOST,
    /** The process dies before it is done. */
    CRASH_BEFORE,
    /** The process dies right after it was done. */
    CRASH_AFTER,
    /** The process stands still before it, for so long that its partitions and leases go to others. */
    STALL_BEFORE,
    /** The process stands still after it. */
    STALL_AFTER
}
