package dev.slipway.audit;

import dev.slipway.service.config.SlipwayServiceConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** Keeps the trail of every release, and proves it. */
@SpringBootApplication
@Import(SlipwayServiceConfiguration.class)
public class AuditServiceApplication {

    public static void main(String[] args) {
        application().run(args);
    }

    /** With settings of its own name, because the five services share one class path where they run in one process. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(AuditServiceApplication.class)
                .properties("spring.config.name=audit-service");
    }
}
