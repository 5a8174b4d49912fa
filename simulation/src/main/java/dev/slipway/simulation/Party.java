package dev.slipway.simulation;

/** Who outside a process may be away. */
enum Party {
    STORE,
    BROKER,
    CLUSTER,
    METRICS,
    /** What says whether it is well. */
    PROBED,
    CHANNEL,
    /** Where the checkpoint is kept that the store cannot lose. */
    COPY
}
