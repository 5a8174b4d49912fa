package dev.slipway.gate;

import dev.slipway.service.config.SlipwayServiceConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** May it go on? */
@SpringBootApplication
@Import(SlipwayServiceConfiguration.class)
public class GateServiceApplication {
    public static void main(String[] args) {
        application().run(args);
    }

    /** With settings of its own name, because the five services share one class path where they run in one process. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(GateServiceApplication.class).properties("spring.config.name=gate-service");
    }
}
