package dev.slipway.notify;

import dev.slipway.service.config.SlipwayServiceConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** Who should know? */
@SpringBootApplication
@Import(SlipwayServiceConfiguration.class)
public class NotifyServiceApplication {
    public static void main(String[] args) {
        application().run(args);
    }

    /** With settings of its own name, because the five services share one class path where they run in one process. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(NotifyServiceApplication.class)
                .properties("spring.config.name=notify-service");
    }
}
