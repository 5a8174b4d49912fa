package dev.slipway.cli.view;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows a release as it goes: redrawn in place on a terminal, a line per change elsewhere. Each picture is one write in a
 * synchronized update, and every line is overwritten before its rest is erased, so nothing flickers.
 *
 * @see <a href="https://gist.github.com/christianparpart/d8a62cc1ab659194337d73e399004036">synchronized output</a>
 */
public final class LiveView implements AutoCloseable {
    private static final String CSI = "\u001b[";
    private static final String BEGIN = CSI + "?2026h" + CSI + "?25l";
    private static final String END = CSI + "?2026l";
    private static final String SHOW_CURSOR = CSI + "?25h";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final PrintStream out;
    private final Terminal terminal;
    private final Clock clock;
    private @Nullable ReleaseView last;
    private List<String> lastNotes = List.of();
    private List<String> picture = List.of();
    private boolean closed;

    /** @param clock its zone is the one in which times are shown */
    public LiveView(PrintStream out, Terminal terminal, Clock clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** @param notes lines below the release, such as what its users noticed; elsewhere than on a terminal shown when new */
    public synchronized void show(ReleaseView release, List<String> notes) {
        if (closed) {
            return;
        }
        Instant now = clock.instant();
        if (terminal.live()) {
            draw(List.of(), lines(release, notes, now));
        } else {
            String time = TIME.format(now.atZone(clock.getZone()));
            Changes.between(last, release).forEach(line -> out.println(time + "  " + line));
            notes.stream().filter(note -> !lastNotes.contains(note)).forEach(note -> out.println(time + "  " + note));
            out.flush();
        }
        last = release;
        lastNotes = List.copyOf(notes);
    }

    private List<String> lines(ReleaseView release, List<String> notes, Instant now) {
        Terminal.Size size = terminal.size();
        int columns =
                size.columns() - 1; // erasing the rest of a line that fills the row would erase its last character
        var lines = new ArrayList<>(new ReleaseRenderer(new Paint(terminal.colours()), columns).lines(release, now));
        notes.forEach(note -> lines.add(Paint.cut(note, columns)));
        int most = Math.max(1, size.rows() - 1); // what has scrolled away cannot be drawn over
        return lines.size() <= most ? lines : lines.subList(0, most);
    }

    /** Prints lines that stay: above the picture where there is one, which moves down. */
    public synchronized void print(List<String> lines) {
        if (picture.isEmpty()) {
            lines.forEach(out::println);
            out.flush();
        } else {
            draw(lines, picture);
        }
    }

    /** @param above lines that go where the picture was; empty when it is only drawn anew */
    private void draw(List<String> above, List<String> lines) {
        var update = new StringBuilder(BEGIN);
        if (!picture.isEmpty()) {
            update.append(CSI).append(picture.size()).append('A');
        }
        if (!above.isEmpty()) {
            update.append('\r').append(CSI).append('J'); // they may wrap, and then leave a row's end as it was
            above.forEach(line -> update.append(line).append('\n'));
        }
        lines.forEach(line -> update.append('\r').append(line).append(CSI).append("K\n"));
        update.append(CSI).append('J').append(END);
        picture = List.copyOf(lines);
        out.print(update);
        out.flush();
    }

    /** Leaves the last picture where it is and gives the cursor back, for good: on Ctrl-C, somebody may still be drawing. */
    @Override
    public synchronized void close() {
        if (!closed && !picture.isEmpty()) {
            out.print(SHOW_CURSOR);
            out.flush();
        }
        closed = true;
        picture = List.of();
    }
}
