package dev.slipway.notify.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.slipway.events.NotifyRoute;
import dev.slipway.events.ReleaseId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is to be told about one release. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Notices.Unknown.class, name = "unknown"),
    @JsonSubTypes.Type(value = Notices.Routed.class, name = "routed")
})
public sealed interface Notices {
    /** Its request has not been heard of, and with it nobody who wants to know. */
    record Unknown(String id) implements Notices {}

    /**
     * @param pending messages that are not delivered yet, in the order in which they were decided
     * @param missing channels that are not configured here: said once, then left alone
     * @param sent how many were delivered
     */
    record Routed(
            ReleaseId release,
            String application,
            String version,
            List<NotifyRoute> routes,
            List<Delivery> pending,
            Set<String> missing,
            int sent)
            implements Notices {
        public Routed {
            routes = List.copyOf(routes);
            pending = List.copyOf(pending);
            missing = Set.copyOf(missing);
        }

        /** The first pending message of each channel: the others wait for it, so that a channel hears things in order. */
        public List<Delivery> next() {
            Map<String, Delivery> first = new LinkedHashMap<>();
            pending.forEach(delivery -> first.putIfAbsent(delivery.channel(), delivery));
            return List.copyOf(first.values());
        }

        Routed with(List<Delivery> pending, Set<String> missing, int sent) {
            return new Routed(release, application, version, routes, pending, missing, sent);
        }
    }
}
