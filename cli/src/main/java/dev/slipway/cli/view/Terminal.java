package dev.slipway.cli.view;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Where output goes: whether it can be redrawn, whether colours are wanted, and how large it is now. */
public interface Terminal {
    /** Columns and rows. */
    record Size(int columns, int rows) {}

    /** Whether what was written can be drawn over. */
    boolean live();

    boolean colours();

    Size size();

    /** A file or a pipe: lines one after another. */
    static Terminal plain() {
        return fixed(false, false, new Size(120, Integer.MAX_VALUE));
    }

    static Terminal fixed(boolean live, boolean colours, Size size) {
        record Fixed(boolean live, boolean colours, Size size) implements Terminal {}
        return new Fixed(live, colours, size);
    }

    /**
     * This process's standard output. The start script says in the system property {@code slipway.terminal} whether
     * it is a terminal, because Java can tell only whether input and output both are. Without it there is none.
     */
    static Terminal standardOutput(Map<String, String> environment) {
        boolean terminal = Boolean.getBoolean("slipway.terminal");
        if (!terminal || "dumb".equals(environment.get("TERM"))) {
            return plain();
        }
        boolean colours = environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal() {
            private Size size = new Size(80, 24);
            private long askedAt;

            @Override
            public boolean live() {
                return true;
            }

            @Override
            public boolean colours() {
                return colours;
            }

            @Override
            public synchronized Size size() {
                long now = System.nanoTime();
                if (askedAt == 0 || now - askedAt > TimeUnit.SECONDS.toNanos(1)) {
                    askedAt = now;
                    size = ask(size);
                }
                return size;
            }
        };
    }

    private static Size ask(Size last) {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Redirect.from(new File("/dev/tty")))
                    .redirectError(Redirect.DISCARD)
                    .start();
            String[] words = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .trim()
                    .split(" ");
            int rows = Integer.parseInt(words[0]);
            int columns = Integer.parseInt(words[1]);
            return rows > 0 && columns > 0 ? new Size(columns, rows) : last;
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException _) {
            return last; // no stty or no terminal: the usual size is a good guess
        }
    }
}
