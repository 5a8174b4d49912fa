package dev.slipway.traced;

import dev.slipway.decision.Decision;
import dev.slipway.decision.Said;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.Topic;
import dev.slipway.events.WatchPassed;
import dev.slipway.service.aggregate.Aggregates;
import dev.slipway.service.aggregate.Behaviour;
import dev.slipway.service.aggregate.Incoming;
import dev.slipway.service.aggregate.Routed;
import dev.slipway.service.aggregate.Subject;
import dev.slipway.service.aggregate.Turn;
import dev.slipway.service.config.Shell;
import dev.slipway.service.config.SlipwayServiceConfiguration;
import dev.slipway.traced.TracedService.Course.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A command makes it say one event, which makes it want work, whose result makes it say another. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(SlipwayServiceConfiguration.class)
class TracedService {
    @Bean
    Aggregates<Course.State, Signal> courses(Shell shell) {
        Aggregates<Course.State, Signal> courses = shell.aggregates("courses", new Course());
        shell.listen(List.of(Topic.WATCH_PASSED), heard -> heard.forEach(each -> courses.on(each.envelope())));
        return courses;
    }

    @RestController
    record Door(Aggregates<Course.State, Signal> courses) {
        @PostMapping("/v1/courses/{release}")
        void begin(@PathVariable String release) {
            courses.handle(release, Incoming.command(Signal.BEGIN, null));
        }
    }

    static final class Course implements Behaviour<Course.State, Signal> {
        record State(String release) {}

        enum Signal {
            BEGIN,
            WATCHED,
            WORKED
        }

        @Override
        public Class<State> stateType() {
            return State.class;
        }

        @Override
        public State initial(String id) {
            return new State(id);
        }

        @Override
        public Optional<Routed<Signal>> route(EventEnvelope envelope) {
            return Optional.of(new Routed<>(envelope.release().value(), Signal.WATCHED));
        }

        @Override
        public Decision<State> decide(State state, Signal signal, Instant now) {
            return switch (signal) {
                case BEGIN -> Decision.become(state, null, Said.of(new WatchPassed("production", 1), "production"));
                case WATCHED -> Decision.become(state, now);
                case WORKED -> Decision.become(state, null, Said.of(new ReleaseCompleted(Duration.ZERO)));
            };
        }

        @Override
        public Subject subject(State state) {
            return new Subject(new ReleaseId(state.release()), "shop", "v1.0.0");
        }

        @Override
        public Signal work(Turn<State> turn) {
            return Signal.WORKED;
        }
    }
}
