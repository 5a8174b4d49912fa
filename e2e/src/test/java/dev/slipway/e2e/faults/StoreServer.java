package dev.slipway.e2e.faults;

import dev.slipway.embedded.ChildProcess;
import dev.slipway.embedded.SecondStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The store, which all services share, in processes of their own. */
interface StoreServer extends AutoCloseable {

    int port();

    /** Whether several instances of a service may use it: of several who write one version, one wins. */
    boolean isForSeveral();

    /** kill -9 of all that it is. */
    void kill();

    /** Returns when it has ended cleanly. */
    void stop() throws IOException;

    /** Returns when it listens where it was, with all that it has acknowledged. */
    void restart() throws IOException;

    @Override
    void close();

    /** The embedded store, its file in a folder of its own. */
    final class Embedded implements StoreServer {
        private final Jvm jvm;
        private final Path folder;
        private final int port;
        private ChildProcess process;

        private Embedded(Jvm jvm, Path folder, int port) throws IOException {
            this.jvm = jvm;
            this.folder = Files.createDirectories(folder);
            this.port = port;
            process = launch();
        }

        static Embedded start(Jvm jvm, int port) throws IOException {
            return new Embedded(jvm, folder(jvm.folder()), port);
        }

        /** Where in a landscape's folder it keeps what it has. */
        static Path folder(Path landscape) {
            return landscape.resolve("store");
        }

        private ChildProcess launch() throws IOException {
            ChildProcess started = jvm.start(
                    "store",
                    StoreMain.class.getName(),
                    List.of(folder.resolve("store.mv").toString(), Integer.toString(port)));
            Jvm.awaitPort(port);
            return started;
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public boolean isForSeveral() {
            return true;
        }

        @Override
        public void kill() {
            process.kill();
        }

        /** SIGSTOP: connections stand, and nobody answers. */
        void pause() {
            process.pause();
        }

        /** SIGCONT. */
        void resume() {
            process.resume();
        }

        @Override
        public void stop() {
            process.stop();
        }

        @Override
        public void restart() throws IOException {
            process = launch();
        }

        @Override
        public void close() {
            process.kill();
        }
    }

    /** FerretDB on PostgreSQL. */
    record Second(SecondStore store) implements StoreServer {
        static Second start() {
            return new Second(SecondStore.start());
        }

        @Override
        public boolean isForSeveral() {
            return false;
        }

        @Override
        public int port() {
            return URI.create(store.uri()).getPort();
        }

        @Override
        public void kill() {
            store.kill();
        }

        @Override
        public void stop() throws IOException {
            store.stop();
        }

        @Override
        public void restart() throws IOException {
            store.restart();
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
