package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/** One client's watch: changes as lines of JSON, until the client or its time is gone. */
final class WatchStream {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(40);

    private final Resources resources;
    private final RequestPath path;
    private final Selector selector;
    private final boolean bookmarks;
    private final long endNanos;

    WatchStream(Resources resources, RequestPath path, Query query) {
        this.resources = resources;
        this.path = path;
        this.selector = Requests.selector(path, query);
        this.bookmarks = query.isTrue("allowWatchBookmarks");
        Duration asked =
                query.has("timeoutSeconds") ? Duration.ofSeconds(Long.parseLong(query.get("timeoutSeconds"))) : LONGEST;
        this.endNanos = System.nanoTime() + asked.toNanos();
    }

    void run(String resourceVersion, OutputStream out) throws IOException, InterruptedException {
        long seen = resourceVersion.isEmpty() || resourceVersion.equals("0")
                ? everything(out)
                : Long.parseLong(resourceVersion);
        while (!resources.isClosed() && System.nanoTime() < endNanos) {
            long left = Math.min(HEARTBEAT.toNanos(), endNanos - System.nanoTime());
            try {
                var changes = resources.changesAfter(seen, Duration.ofNanos(left));
                for (Change change : changes) {
                    seen = change.resourceVersion();
                    Optional<Change.Kind> kind = concerns(change);
                    if (kind.isPresent()) {
                        line(out, kind.get().name(), change.object());
                    }
                }
                if (changes.isEmpty() && bookmarks) {
                    line(out, "BOOKMARK", bookmark(seen));
                }
            } catch (StatusException expired) {
                line(out, "ERROR", expired.status());
                return;
            }
            out.flush();
        }
    }

    private long everything(OutputStream out) throws IOException {
        Resources.Listing listing = resources.list(path.type(), path.namespace(), selector);
        for (ObjectNode object : listing.items()) {
            line(out, Change.Kind.ADDED.name(), object);
        }
        out.flush();
        return listing.resourceVersion();
    }

    /** What a change is to those who see only what their selector lets them see. */
    private Optional<Change.Kind> concerns(Change change) {
        ObjectKey key = change.key();
        boolean here = key.type().equals(path.type())
                && (path.namespace().isEmpty() || path.namespace().equals(key.namespace()));
        if (!here) {
            return Optional.empty();
        }
        ObjectNode before = change.before();
        boolean was = before != null && selector.matches(before);
        boolean is = change.kind() != Change.Kind.DELETED && selector.matches(change.object());
        if (is) {
            return Optional.of(was ? Change.Kind.MODIFIED : Change.Kind.ADDED);
        }
        return was ? Optional.of(Change.Kind.DELETED) : Optional.empty();
    }

    private ObjectNode bookmark(long resourceVersion) {
        ObjectNode object = Json.object()
                .put("kind", path.type().kind())
                .put("apiVersion", path.type().apiVersion());
        object.putObject("metadata").put("resourceVersion", Long.toString(resourceVersion));
        return object;
    }

    private static void line(OutputStream out, String type, ObjectNode object) throws IOException {
        ObjectNode event = Json.object().put("type", type);
        event.set("object", object);
        out.write(Json.bytes(event));
        out.write('\n');
    }
}
