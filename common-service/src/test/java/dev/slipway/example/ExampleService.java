package dev.slipway.example;

import dev.slipway.decision.Refusal;
import dev.slipway.service.config.SlipwayServiceConfiguration;
import dev.slipway.service.http.Problem;
import dev.slipway.service.security.Caller;
import dev.slipway.service.security.Roles;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Says who called, and takes orders. */
@SpringBootApplication
@Import(SlipwayServiceConfiguration.class)
@RestController
class ExampleService {
    record Me(String name, List<String> roles) {}

    @GetMapping("/v1/me")
    Me me(Authentication authentication) {
        Caller caller = Caller.of(authentication);
        return new Me(caller.name(), caller.roles().stream().sorted().toList());
    }

    @GetMapping("/v1/engineers-only")
    Me engineers(Authentication authentication) {
        Caller.of(authentication).requireAny(Roles.ENGINEER);
        return me(authentication);
    }

    @PostMapping("/v1/orders")
    Order order(@RequestBody Order order, @RequestParam(defaultValue = "1") int times) {
        if (order.count() < 0) {
            throw Problem.invalid("count", order.count(), "count " + order.count() + " is below 0", "give 0 or more");
        }
        if (order.count() == 0) {
            throw Problem.of(Refusal.conflict("sold-out", "there is nothing left", "come again tomorrow")
                    .about("item", order.item()));
        }
        if (times > 1) {
            throw new IllegalStateException("a secret of the store's");
        }
        return order;
    }

    record Order(String item, int count) {}

    static ConfigurableApplicationContext run(String bootstrap, String mongodb, String... settings) {
        return new SpringApplicationBuilder(ExampleService.class)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "slipway.service=example-service",
                        "slipway.mongodb.database=slipway_example",
                        "slipway.kafka.partitions=1",
                        "management.endpoints.web.exposure.include=health",
                        "management.endpoint.health.show-details=always",
                        "management.endpoint.health.group.readiness.include=*",
                        "slipway.kafka.bootstrap=" + bootstrap,
                        "slipway.mongodb.uri=" + mongodb)
                .properties(settings)
                .run();
    }
}
