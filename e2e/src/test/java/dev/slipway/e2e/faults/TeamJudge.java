package dev.slipway.e2e.faults;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.NotificationFailed;
import dev.slipway.events.NotificationSent;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Of what the team was told: all that it wanted to know (L), each noted once (E). */
final class TeamJudge {
    private final Set<EventId> told;
    private final Set<String> broken;

    TeamJudge(Team team, Set<String> broken) {
        this.told = team.told();
        this.broken = broken;
    }

    void judge(Collection<EventEnvelope> events, Set<String> releases) {
        Set<EventId> noted = new HashSet<>();
        for (EventEnvelope event : events) {
            switch (event.event()) {
                case NotificationSent sent
                when !noted.add(sent.about()) -> broken.add("E: the team was told twice of " + sent.about());
                case NotificationFailed failed ->
                    broken.add("L: nobody was told of " + failed.about() + ": " + failed.detail());
                default -> {}
            }
        }
        for (EventEnvelope event : events) {
            if (Shops.TOLD.contains(event.type())
                    && releases.contains(event.release().value())
                    && !(told.contains(event.id()) && noted.contains(event.id()))) {
                broken.add("L: the team was not told of " + event.type() + " of " + event.release());
            }
        }
    }
}
