package dev.slipway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks MongoDB's wire protocol and shares nothing with the embedded store: FerretDB on PostgreSQL, each a
 * process of its own on the loopback interface, which die with this JVM. Not for several threads at once.
 */
public final class SecondStore implements AutoCloseable {

    /** What to tell somebody whose machine has none. */
    public static final String REMEDY =
            "no second store here: run embedded/second-store/build, and install PostgreSQL (apt-get install postgresql)";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String USER = "slipway";

    private final Programs programs;
    private final Path folder;
    private final int databasePort;
    private final int port;
    private @Nullable ChildProcess database;
    private @Nullable ChildProcess server;

    private SecondStore(Programs programs, Path folder, int databasePort, int port) {
        this.programs = programs;
        this.folder = folder;
        this.databasePort = databasePort;
        this.port = port;
    }

    /** @param postgresql the folder with its programs */
    private record Programs(Path server, Path postgresql) {
        static Optional<Programs> find(Map<String, String> environment) {
            String cache = environment.getOrDefault("SLIPWAY_CACHE", "");
            Path built = (cache.isEmpty()
                            ? Path.of(System.getProperty("user.home"), ".cache", "slipway")
                            : Path.of(cache))
                    .resolve("second-store");
            Stream<Path> folders = Stream.concat(
                    children(Path.of("/usr/lib/postgresql")).map(version -> version.resolve("bin")),
                    Stream.of(environment.getOrDefault("PATH", "").split(":")).map(Path::of));
            Optional<Path> postgresql = folders.filter(folder -> Stream.of("initdb", "postgres", "pg_isready", "pg_ctl")
                            .allMatch(program -> Files.isExecutable(folder.resolve(program))))
                    .findFirst();
            return children(built)
                    .filter(file -> file.getFileName().toString().startsWith("ferretdb-"))
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .flatMap(server -> postgresql.map(folder -> new Programs(server, folder)));
        }

        private static Stream<Path> children(Path folder) {
            try (Stream<Path> children = Files.list(folder)) {
                return children.sorted(Comparator.reverseOrder()).toList().stream();
            } catch (IOException _) {
                return Stream.empty();
            }
        }
    }

    public static boolean canStart() {
        return Programs.find(System.getenv()).isPresent();
    }

    /** Starts an empty one in a folder of its own, and returns when it answers. */
    public static SecondStore start() {
        Programs programs = Programs.find(System.getenv()).orElseThrow(() -> new IllegalStateException(REMEDY));
        try (var database = Ports.open(0);
                var server = Ports.open(0)) {
            // Not below a test's own folder: PostgreSQL's user has to reach it.
            Path folder = Files.createTempDirectory("slipway-second-store-");
            SecondStore store = new SecondStore(programs, folder, database.port(), server.port());
            database.close();
            server.close();
            try {
                store.create();
                store.start(false);
                return store;
            } catch (IOException | RuntimeException e) {
                store.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The connection string, without a database name. */
    public String uri() {
        return "mongodb://" + Ports.LOOPBACK + ":" + port;
    }

    /** {@code kill -9} of all that it is; returns when it is gone. */
    public void kill() {
        if (server != null) {
            server.kill();
            server = null;
        }
        killDatabase();
    }

    /** {@code kill -9} of PostgreSQL alone; FerretDB stays, without what it stands on. */
    public void killDatabase() {
        if (database != null) {
            database.kill();
            database = null;
        }
    }

    /** Starts PostgreSQL again, under the FerretDB that is there. */
    public void restartDatabase() {
        // The children of one that was killed leave within moments, and until then it does not start.
        Awaitility.await("PostgreSQL starts again").atMost(PATIENCE).until(() -> {
            if (database == null || !database.isAlive()) {
                startDatabase();
            }
            return isReady();
        });
    }

    /** Stops it cleanly, if it runs. */
    public void stop() throws IOException {
        if (database != null) {
            run("pg_ctl", "stop", "-m", "fast", "-D", data());
        }
        kill();
    }

    /** Starts it again where it was, with all that it has acknowledged. */
    public void restart() throws IOException {
        start(true);
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException _) {
            // PostgreSQL's last child may still be leaving; what stays is in the folder for temporary files
        }
    }

    private void create() throws IOException {
        if (isRoot()) {
            Files.setOwner(
                    folder,
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(anybody()));
        }
        run("initdb", "-D", data(), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
    }

    private void start(boolean again) throws IOException {
        if (again) {
            restartDatabase();
        } else {
            startDatabase();
            Awaitility.await("PostgreSQL starts; its log is in " + folder)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(this::isReady);
        }
        server = ChildProcess.start(
                folder,
                "server",
                List.of(
                        programs.server().toString(),
                        Ports.LOOPBACK + ":" + port,
                        "postgres://%s@%s:%d/postgres".formatted(USER, Ports.LOOPBACK, databasePort)));
        Awaitility.await("FerretDB listens; its log is in " + folder)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(this::listens);
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(Ports.address(port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private void startDatabase() throws IOException {
        List<String> command =
                List.of("postgres", "-D", data(), "-p", Integer.toString(databasePort), "-h", Ports.LOOPBACK, "-k", "");
        database = ChildProcess.start(folder, "postgresql", asUser(command));
    }

    private boolean isReady() throws IOException {
        try {
            run("pg_isready", "-q", "-h", Ports.LOOPBACK, "-p", Integer.toString(databasePort));
            return true;
        } catch (IllegalStateException _) {
            return false;
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private void run(String... command) throws IOException {
        Process process = new ProcessBuilder(asUser(List.of(command)))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.onExit().join().exitValue();
        if (exit != 0) {
            throw new IllegalStateException("%s ended with %d: %s".formatted(command[0], exit, out));
        }
    }

    /** PostgreSQL refuses to run as root. */
    private List<String> asUser(List<String> command) {
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            all.addAll(List.of("setpriv", "--reuid=" + anybody(), "--regid=" + anybody(), "--init-groups"));
        }
        all.add(programs.postgresql().resolve(command.getFirst()).toString());
        all.addAll(command.subList(1, command.size()));
        return all;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The user that Debian's package makes; any other but root would do. */
    private static String anybody() {
        return "postgres";
    }
}
