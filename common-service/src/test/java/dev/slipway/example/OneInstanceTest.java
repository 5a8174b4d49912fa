package dev.slipway.example;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.slipway.service.config.KafkaShell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** Whoever waives the trial of the store is told what stands on it. */
class OneInstanceTest {
    private final Logger log = (Logger) LoggerFactory.getLogger(KafkaShell.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
        log.setLevel(Level.INFO);
    }

    @AfterEach
    void stop() {
        log.setLevel(null);
        log.detachAppender(lines);
    }

    @Test
    void whatIsNotTriedIsLoggedAtTheStart() {
        try (ConfigurableApplicationContext _ =
                ExampleService.run("127.0.0.1:9", "mongodb://127.0.0.1:9", "slipway.mongodb.one-instance=true")) {
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsOnlyOnce(
                            "slipway.mongodb.one-instance is set: the store's conditional writes are not tried,"
                                    + " and no second instance may run");
        }
    }
}
