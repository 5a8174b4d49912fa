package dev.slipway.canary;

import dev.slipway.service.config.SlipwayServiceConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** Is it well? */
@SpringBootApplication
@Import(SlipwayServiceConfiguration.class)
public class CanaryServiceApplication {
    public static void main(String[] args) {
        application().run(args);
    }

    /** With settings of its own name, because the five services share one class path where they run in one process. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(CanaryServiceApplication.class)
                .properties("spring.config.name=canary-service");
    }
}
