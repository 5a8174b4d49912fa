package dev.slipway.simulation;

import dev.slipway.audit.application.Ingest;
import dev.slipway.audit.application.Sequencer;
import dev.slipway.audit.domain.HeardEvent;
import dev.slipway.audit.kafka.TrailListener;
import dev.slipway.auditlog.TrailRecord;
import dev.slipway.canary.application.Canaries;
import dev.slipway.deploy.application.Cluster;
import dev.slipway.deploy.application.Rollouts;
import dev.slipway.deploy.kafka.ByRelease;
import dev.slipway.events.codec.EventCodec;
import dev.slipway.gate.application.GateWiring;
import dev.slipway.gate.application.Pipelines;
import dev.slipway.gate.application.Releases;
import dev.slipway.notify.application.Channels;
import dev.slipway.notify.application.NotifyBehaviour;
import dev.slipway.notify.domain.Notices;
import dev.slipway.notify.domain.NotifyPolicy;
import dev.slipway.service.aggregate.Aggregates;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The five services as their own configurations put them together, on an instance as their shell. */
final class Services {
    static final List<String> ALL =
            List.of("gate-service", "deploy-service", "canary-service", "audit-service", "notify-service");

    static final int MOST_INSTANCES = 2;

    private Services() {}

    static void start(World world, Instance on) {
        Outside outside = new Outside(world, on);
        switch (on.service()) {
            case "gate-service" -> world.processes().gates().put(on, gate(world, on, outside));
            case "deploy-service" -> deploy(world, on, outside);
            case "canary-service" ->
                world.processes().canaries().put(on, Canaries.on(on, outside.metrics(), on.clock()));
            case "audit-service" -> audit(world, on);
            case "notify-service" -> notices(on, outside);
            default -> throw new IllegalArgumentException("there is no " + on.service());
        }
    }

    private static Releases gate(World world, Instance on, Outside outside) {
        Pipelines pipelines = world.pipelines();
        return GateWiring.releases(on, pipelines, outside.prober(), on.clock());
    }

    private static void deploy(World world, Instance on, Outside outside) {
        Cluster cluster = outside.cluster();
        var environments = world.defect().environments(world.environments().store(world, on));
        Rollouts.on(on, cluster, cluster, environments, rollouts -> new ByRelease(rollouts::on));
    }

    private static void audit(World world, Instance on) {
        var records = world.log().records(world, on);
        var batches = world.log().batches(world, on);
        world.checkpoints().add(on, batches, records);
        Ingest ingest = new Ingest(records, new Sequencer(batches));
        on.listen(TrailListener.TOPICS, events -> {
            List<HeardEvent> conflicts = ingest.take(events.stream()
                    .map(event -> new HeardEvent(
                            event.envelope(),
                            world.defect()
                                    .taken(event.envelope(), EventCodec.asSaid(event.envelope(), event.message())),
                            source(event.message())))
                    .toList());
            conflicts.forEach(conflict ->
                    world.judge().broken("D: event " + conflict.eventId() + " was said with other content"));
        });
    }

    private static TrailRecord.Source source(ConsumerRecord<String, byte[]> message) {
        return new TrailRecord.Source(message.topic(), message.partition(), message.offset());
    }

    private static void notices(Instance on, Outside outside) {
        var behaviour = new NotifyBehaviour(new NotifyPolicy(null), new Channels(List.of(outside.channel())));
        Aggregates<Notices, dev.slipway.notify.domain.Signal> notices = on.aggregates("notices", behaviour);
        on.listen(NotifyBehaviour.TOPICS, events -> events.forEach(heard -> notices.on(heard.envelope())));
    }
}
