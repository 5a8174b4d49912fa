package dev.slipway.e2e.faults;

import java.io.IOException;
import java.nio.file.Path;

/** Makes the cluster and the store that a landscape stands on, which closes them. */
record Parts(MakesCluster cluster, MakesStore store) {
    static final Parts OURS = new Parts(Cluster.Sandbox::start, StoreServer.Embedded::start);

    @FunctionalInterface
    interface MakesCluster {
        Cluster in(Path folder) throws IOException;
    }

    @FunctionalInterface
    interface MakesStore {
        /** @param port where it listens if it may choose */
        StoreServer start(Jvm jvm, int port) throws IOException;
    }
}
