package dev.slipway.e2e.manifests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import java.io.ByteArrayInputStream;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log of a service in the image, whose file system is read-only. */
class ImageLogTest {
    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void configure() throws Exception {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(
                new ByteArrayInputStream(Manifests.text("docker/logback.xml").getBytes(UTF_8)));
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void itIsTheConsoleAndNothingElse() {
        Iterator<Appender<ILoggingEvent>> appenders =
                context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();

        assertThat(appenders).toIterable().singleElement().isInstanceOf(ConsoleAppender.class);
        assertThat(Manifests.text("Dockerfile")).contains("LOGGING_CONFIG=/slipway/logback.xml");
        assertThat(Manifests.text(".dockerignore").lines()).contains("standalone/target/lib/standalone-*.jar");
    }

    @Test
    void aMessageThatHasTheTraceFromItsRequestAndAsAKeyIsALineOfJson() {
        LoggingEvent event = new LoggingEvent(
                "test", context.getLogger("dev.slipway.service"), Level.INFO, "transition", null, null);
        event.setMDCPropertyMap(Map.of("trace", "7e1c"));
        event.addKeyValuePair(new KeyValuePair("release", "shop-v1.2.3"));
        event.addKeyValuePair(new KeyValuePair("trace", "7e1c"));

        String line = new String(console().getEncoder().encode(event), UTF_8);

        JsonNode message = JsonMapper.shared().readTree(line);
        assertThat(line.strip()).doesNotContain("\n");
        assertThat(message.at("/kvpList/0/release").asString()).isEqualTo("shop-v1.2.3");
        assertThat(message.at("/kvpList/1/trace").asString()).isEqualTo("7e1c");
        assertThat(message.at("/mdc/trace").asString()).isEqualTo("7e1c");
    }

    private ConsoleAppender<ILoggingEvent> console() {
        return (ConsoleAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("CONSOLE");
    }
}
