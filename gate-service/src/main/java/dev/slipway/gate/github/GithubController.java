package dev.slipway.gate.github;

import dev.slipway.decision.Refusal;
import dev.slipway.events.Version;
import dev.slipway.events.codec.Json;
import dev.slipway.gate.application.Pipelines;
import dev.slipway.gate.application.Releases;
import dev.slipway.gate.config.GateProperties;
import dev.slipway.gate.pipeline.Pipeline;
import dev.slipway.gate.pipeline.Trigger;
import dev.slipway.service.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code POST /v1/webhooks/github?application=shop}. A delivery that comes twice asks for the same release twice. */
@RestController
class GithubController {
    static final String PATH = "/v1/webhooks/github";
    private static final int LONGEST = 8 << 20; // whoever has no signature shall not fill the memory

    private final Releases releases;
    private final Pipelines pipelines;
    private final @Nullable Signature signature;

    GithubController(Releases releases, Pipelines pipelines, GateProperties properties) {
        this.releases = releases;
        this.pipelines = pipelines;
        String secret = properties.githubSecret();
        this.signature = secret == null ? null : new Signature(secret);
    }

    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Map<String, Object>> onDelivery(
            @RequestParam(required = false) @Nullable String application,
            @RequestHeader(name = "X-Hub-Signature-256", required = false) @Nullable String proof,
            @RequestHeader(name = "X-GitHub-Event", defaultValue = "") String event,
            HttpServletRequest request)
            throws IOException {
        byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
        if (body.length > LONGEST) {
            throw Problem.tooLarge("the delivery has more than " + LONGEST + " bytes", "push fewer commits at once");
        }
        if (signature == null || !signature.fits(body, proof)) {
            return notGithub(signature == null);
        }
        if (!event.equals("push")) {
            return ignored("event '" + event + "' asks for nothing; only a pushed tag does");
        }
        Push push = push(body);
        String tag = push.tag();
        if (tag == null || push.deleted()) {
            return ignored(push.ref() + (tag == null ? " is not a tag" : " was deleted"));
        }
        return onTag(pipeline(application), push, tag);
    }

    private Pipeline pipeline(@Nullable String application) {
        if (application == null || application.isBlank()) {
            throw Problem.invalid(
                    "application",
                    application,
                    "the webhook's URL does not say which application the repository is of",
                    "set the webhook's URL to end in ?application=NAME");
        }
        return pipelines
                .find(application)
                .orElseThrow(() -> Problem.of(Refusal.notFound(
                                "unknown-application",
                                "no pipeline of application '" + application + "'",
                                "apply its pipeline first, or correct the webhook's URL")
                        .about("application", application)));
    }

    private ResponseEntity<Map<String, Object>> onTag(Pipeline pipeline, Push push, String tag) {
        List<Trigger.Tag> triggers = pipeline.triggers().stream()
                .filter(Trigger.Tag.class::isInstance)
                .map(Trigger.Tag.class::cast)
                .toList();
        if (triggers.stream().noneMatch(trigger -> trigger.matches(tag))) {
            return ignored("tag '" + tag + "' matches none of the pipeline's triggers "
                    + triggers.stream().map(Trigger.Tag::pattern).toList());
        }
        String commit = push.commit();
        if (commit == null) {
            return ignored("tag '" + tag + "' has no commit");
        }
        Version version;
        try {
            version = new Version(Push.version(tag));
        } catch (IllegalArgumentException e) {
            return ignored("tag '" + tag + "': " + e.getMessage());
        }
        return switch (releases.request(
                new Releases.Ask(pipeline.application(), version, commit, List.of(), null, null, "tag", push.by()))) {
            case Releases.Answer.Done done when done.changed() -> accepted(Map.of("release", done.id()));
            case Releases.Answer.Done done ->
                accepted(Map.of("release", done.id(), "ignored", "this version was requested already"));
            case Releases.Answer.No no -> throw Problem.of(no.refusal());
        };
    }

    /** GitHub writes {@code head_commit}; our JSON knows no such spelling. */
    private static Push push(byte[] body) {
        try {
            JsonNode json = Json.read(new String(body, StandardCharsets.UTF_8), JsonNode.class);
            JsonNode sender = json.path("sender");
            return new Push(
                    json.path("ref").asString(""),
                    text(json.path("after")),
                    json.path("deleted").asBoolean(false),
                    new Push.HeadCommit(text(json.path("head_commit").path("id"))),
                    new Push.Sender(text(sender.path("login")), text(sender.path("type"))));
        } catch (JacksonException e) {
            throw Problem.invalid(
                    "body", null, "the delivery is not JSON: " + e.getOriginalMessage(), "choose application/json");
        }
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() ? node.stringValue() : null;
    }

    private static ResponseEntity<Map<String, Object>> ignored(String why) {
        return accepted(Map.of("ignored", why));
    }

    private static ResponseEntity<Map<String, Object>> accepted(Map<String, Object> members) {
        return ResponseEntity.accepted().body(members);
    }

    private static ResponseEntity<Map<String, Object>> notGithub(boolean closed) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "about:blank");
        members.put("title", HttpStatus.UNAUTHORIZED.getReasonPhrase());
        members.put("status", HttpStatus.UNAUTHORIZED.value());
        members.put("code", closed ? "webhook-closed" : "bad-signature");
        members.put(
                "detail",
                closed
                        ? "no secret of GitHub's webhook is configured"
                        : "X-Hub-Signature-256 is not the HMAC-SHA256 of this body with the webhook's secret");
        members.put("remedy", "set the same secret in GitHub's webhook and in SLIPWAY_GITHUB_SECRET");
        return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(members);
    }
}
