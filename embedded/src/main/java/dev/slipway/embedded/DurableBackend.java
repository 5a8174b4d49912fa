package dev.slipway.embedded;

import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.h2.mvstore.MVStore;

/** Commits what a command wrote before its reply leaves. */
final class DurableBackend extends HelloBackend {

    /** What does not write; a command that is missing here costs a commit, never a record. In lower case. */
    private static final Set<String> READS = Set.of(
            "buildinfo",
            "collstats",
            "connectionstatus",
            "count",
            "dbstats",
            "distinct",
            "endsessions",
            "find",
            "getmore",
            "hello",
            "ismaster",
            "killcursors",
            "listcollections",
            "listdatabases",
            "listindexes",
            "ping",
            "serverstatus");

    private final GroupCommit commits;

    DurableBackend(MVStore store) {
        super(store);
        commits = new GroupCommit(store);
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        if (isRead(command, query)) {
            return super.handleCommand(channel, database, command, query);
        }
        return commits.write(() -> super.handleCommand(channel, database, command, query));
    }

    @Override
    public void close() {
        commits.close(super::close);
    }

    private static boolean isRead(String command, Document query) {
        if (!command.equals("aggregate")) {
            return READS.contains(command.toLowerCase(Locale.ROOT));
        }
        return query.get("pipeline") instanceof List<?> stages
                && stages.stream()
                        .noneMatch(stage -> stage instanceof Document document
                                && (document.containsKey("$out") || document.containsKey("$merge")));
    }
}
