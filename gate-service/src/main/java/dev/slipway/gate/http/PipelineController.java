package dev.slipway.gate.http;

import dev.slipway.decision.Refusal;
import dev.slipway.gate.application.PipelineStore.StoredPipeline;
import dev.slipway.gate.application.Pipelines;
import dev.slipway.service.http.Problem;
import dev.slipway.service.security.Caller;
import dev.slipway.service.security.Roles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Pipelines: apply one, look at them. */
@RestController
class PipelineController {
    private final Pipelines pipelines;

    PipelineController(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    /** @param file the file's name, for the problems' sake */
    @PutMapping("/v1/pipelines")
    ResponseEntity<Map<String, Object>> apply(
            @RequestBody String yaml,
            @RequestParam(required = false) @Nullable String file,
            Authentication authentication) {
        Caller.of(authentication).requireAny(Roles.OPERATOR, Roles.ENGINEER);
        return switch (pipelines.apply(file == null ? "pipeline.yaml" : file, yaml)) {
            case Pipelines.Applied.Accepted(var pipeline, boolean changed) ->
                ResponseEntity.ok(Map.of(
                        "application", pipeline.application(), "revision", pipeline.revision(), "changed", changed));
            case Pipelines.Applied.Refused(var invalid) -> refused(invalid.problems());
        };
    }

    private static ResponseEntity<Map<String, Object>> refused(List<dev.slipway.gate.pipeline.Problem> problems) {
        Map<String, Object> members = new LinkedHashMap<>(Problem.of(Refusal.invalid(
                        "invalid-pipeline",
                        problems.size() + " problems; the first: " + problems.getFirst(),
                        "correct the file and apply it again"))
                .members());
        members.put("problems", problems);
        return ResponseEntity.status(HttpStatus.UNPROCESSABLE_CONTENT)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(members);
    }

    @GetMapping("/v1/pipelines")
    Map<String, List<Map<String, String>>> list() {
        return Map.of(
                "pipelines",
                pipelines.all().stream()
                        .map(stored -> Map.of("application", stored.application(), "revision", stored.revision()))
                        .toList());
    }

    @GetMapping("/v1/pipelines/{application}")
    StoredPipeline find(@PathVariable String application) {
        return pipelines.text(application).orElseThrow(() -> Fields.unknownApplication(application));
    }
}
