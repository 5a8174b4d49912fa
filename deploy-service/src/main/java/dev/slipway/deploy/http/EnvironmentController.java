package dev.slipway.deploy.http;

import dev.slipway.deploy.application.EnvironmentStore;
import dev.slipway.events.codec.Json;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What runs where. */
@RestController
class EnvironmentController {
    private final EnvironmentStore environments;

    EnvironmentController(EnvironmentStore environments) {
        this.environments = environments;
    }

    @GetMapping(path = "/v1/environments", produces = MediaType.APPLICATION_JSON_VALUE)
    String environments() {
        return Json.write(new EnvironmentView.All(
                environments.all().stream().map(EnvironmentView::of).toList()));
    }
}
