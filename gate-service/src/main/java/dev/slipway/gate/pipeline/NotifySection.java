package dev.slipway.gate.pipeline;

import dev.slipway.events.NotifyRoute;
import dev.slipway.events.Topic;
import dev.slipway.gate.condition.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code notify}: which channel hears what. */
final class NotifySection {
    private static final Set<String> KINDS = Set.of("slack", "slack-webhook", "webhook");
    private static final Set<String> PLANNED = Set.of("pagerduty", "email", "github");

    /** What somebody has to look at now. */
    private static final List<String> CRITICAL = List.of(
            "DeploymentFailed",
            "CanaryPaused",
            "RollbackTriggered",
            "RollbackFailed",
            "RollbackCompleted",
            "ReleaseStopped");

    private static final List<String> APPROVALS = List.of("ApprovalRequested", "ApprovalGiven");

    private NotifySection() {}

    static List<NotifyRoute> routes(Value section) {
        Map<String, Set<String>> events = new LinkedHashMap<>();
        List<NotifyRoute> routes = new ArrayList<>();
        if (!(section.yaml() instanceof Yaml.Mapping mapping)) {
            section.fields("{default: \"slack:#releases\"}").close();
            return routes;
        }
        mapping.entries().forEach((word, entry) -> {
            Value value = new Value(entry.value(), section.path() + "." + word, section.problems());
            List<String> channels = channels(value);
            if (word.equals("default")) {
                channels.forEach(channel -> routes.add(new NotifyRoute(channel, List.of())));
            } else {
                List<String> meant = events(word, entry, section);
                channels.forEach(channel -> events.computeIfAbsent(channel, _ -> new LinkedHashSet<>())
                        .addAll(meant));
            }
        });
        events.forEach((channel, heard) -> routes.add(new NotifyRoute(channel, List.copyOf(heard))));
        return routes;
    }

    private static List<String> events(String word, Yaml.Entry entry, Value section) {
        List<String> names = Topic.all().stream().map(Topic::topicName).toList();
        return switch (word) {
            case "critical" -> CRITICAL;
            case "approvals" -> APPROVALS;
            default -> {
                if (!names.contains(word)) {
                    List<String> known = new ArrayList<>(names);
                    known.addAll(List.of("default", "critical", "approvals"));
                    section.problems()
                            .add(
                                    entry.keyAt(),
                                    section.path() + "." + word,
                                    "unknown key '" + word + "'",
                                    Spelling.nearest(word, known)
                                            .map(near -> "did you mean '" + near + "'?")
                                            .orElse("use default, critical, approvals or the name of an event"));
                }
                yield List.of(word);
            }
        };
    }

    /** One channel, or a list of them. */
    private static List<String> channels(Value value) {
        List<Value> items = value.isText() ? List.of(value) : value.items("\"slack:#releases\"");
        return items.stream().map(NotifySection::channel).toList();
    }

    private static String channel(Value value) {
        String channel = value.text("\"slack:#releases\"");
        int colon = channel.indexOf(':');
        String kind = colon < 0 ? "" : channel.substring(0, colon);
        if (PLANNED.contains(kind)) {
            value.problem(
                    "channels of kind '" + kind + "' are not supported yet", "use slack, slack-webhook or webhook");
        } else if (!KINDS.contains(kind) || colon == channel.length() - 1) {
            value.problem("'" + channel + "' is no channel", "write kind:name, like \"slack:#releases\"");
            return "webhook:?";
        }
        return channel;
    }
}
