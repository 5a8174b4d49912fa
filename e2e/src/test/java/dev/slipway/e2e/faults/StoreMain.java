package dev.slipway.e2e.faults;

import dev.slipway.embedded.EmbeddedStore;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The durable store as a process of its own: {@code StoreMain FILE PORT}; SIGTERM stops it cleanly. */
final class StoreMain {
    private StoreMain() {}

    public static void main(String[] args) throws Exception {
        EmbeddedStore store = EmbeddedStore.start(Path.of(args[0]), Integer.parseInt(args[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(store::close));
        new CountDownLatch(1).await();
    }
}
