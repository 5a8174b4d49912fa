package dev.slipway.gate.http;

import dev.slipway.decision.Refusal;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.Artifact;
import dev.slipway.events.Digest;
import dev.slipway.events.ReleaseType;
import dev.slipway.events.Version;
import dev.slipway.gate.application.Releases;
import dev.slipway.gate.domain.Request;
import dev.slipway.gate.domain.Signal;
import dev.slipway.service.http.Problem;
import dev.slipway.service.security.Caller;
import dev.slipway.service.security.Roles;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Releases: ask for one, look at it, speak on it, stop it, take it back. */
@RestController
class ReleaseController {
    private final Releases releases;

    ReleaseController(Releases releases) {
        this.releases = releases;
    }

    record ReleaseBody(
            @Nullable String application,
            @Nullable String version,
            @Nullable String commit,
            @Nullable List<ArtifactBody> artifacts,
            @Nullable String type,
            @Nullable String reason) {}

    record ArtifactBody(
            @Nullable String component,
            @Nullable String reference,
            @Nullable String digest) {}

    record ApprovalBody(
            @Nullable String verdict,
            @Nullable String stage,
            @Nullable List<String> artifacts,
            @Nullable String reason) {}

    record AbortBody(@Nullable String reason) {}

    record RollbackBody(
            @Nullable String environment,
            @Nullable String to,
            @Nullable String reason) {}

    @PostMapping("/v1/releases")
    @ResponseStatus(HttpStatus.CREATED)
    ReleaseView request(@RequestBody ReleaseBody body, Authentication authentication) {
        Caller caller = Caller.of(authentication).requireAny(Roles.ENGINEER, Roles.CI);
        List<ArtifactBody> artifacts = body.artifacts() == null ? List.of() : body.artifacts();
        return shown(releases.request(new Releases.Ask(
                Fields.given("application", body.application(), "the application's name, such as shop"),
                Fields.parsed("version", body.version(), Version::new, "a version such as v1.2.3"),
                Fields.commit(body.commit()),
                artifacts.stream().map(ReleaseController::artifact).toList(),
                type(body.type()),
                body.reason(),
                Request.MANUAL,
                caller.actor())));
    }

    @GetMapping("/v1/releases")
    Map<String, List<ReleaseView>> list(
            @RequestParam(required = false) @Nullable String application,
            @RequestParam(defaultValue = "false") boolean active) {
        return Map.of(
                "releases",
                releases.list(application, active).stream()
                        .map(ReleaseViews::of)
                        .toList());
    }

    @GetMapping("/v1/releases/{id}")
    ReleaseView find(@PathVariable String id) {
        return releases.find(id).map(ReleaseViews::of).orElseThrow(() -> unknown(id));
    }

    @PostMapping("/v1/releases/{id}/approvals")
    ReleaseView speak(@PathVariable String id, @RequestBody ApprovalBody body, Authentication authentication) {
        Caller caller = Caller.of(authentication); // the pipeline's roles decide, and a refusal belongs in the trail
        ApprovalGiven.Verdict verdict =
                switch (Fields.given("verdict", body.verdict(), "approve, reject or revoke")) {
                    case "approve" -> ApprovalGiven.Verdict.APPROVED;
                    case "reject" -> ApprovalGiven.Verdict.REJECTED;
                    case "revoke" -> ApprovalGiven.Verdict.REVOKED;
                    default ->
                        throw Problem.invalid(
                                "verdict",
                                body.verdict(),
                                "verdict '" + body.verdict() + "' is not known",
                                "give approve, reject or revoke");
                };
        return shown(releases.tell(
                id,
                new Signal.Spoken(
                        verdict,
                        caller.name(),
                        caller.roles().stream().sorted().toList(),
                        body.stage(),
                        body.artifacts() == null ? List.of() : body.artifacts(),
                        body.reason())));
    }

    @PostMapping("/v1/releases/{id}/abort")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ReleaseView abort(@PathVariable String id, @RequestBody AbortBody body, Authentication authentication) {
        Caller caller = Caller.of(authentication).requireAny(Roles.ENGINEER);
        String reason = Fields.given("reason", body.reason(), "why it is to stop");
        return shown(releases.tell(id, new Signal.AbortAsked(caller.name(), reason)));
    }

    @PostMapping("/v1/releases/{id}/rollback")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ReleaseView rollBack(@PathVariable String id, @RequestBody RollbackBody body, Authentication authentication) {
        Caller caller = Caller.of(authentication).requireAny(Roles.ENGINEER);
        return shown(releases.tell(
                id, new Signal.RollbackAsked(caller.name(), body.environment(), body.to(), reason(body))));
    }

    @PostMapping("/v1/applications/{application}/rollback")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ReleaseView rollBackApplication(
            @PathVariable String application, @RequestBody RollbackBody body, Authentication authentication) {
        Caller caller = Caller.of(authentication).requireAny(Roles.ENGINEER);
        return shown(releases.rollBack(application, body.environment(), body.to(), reason(body), caller.actor()));
    }

    private static String reason(RollbackBody body) {
        return Fields.given("reason", body.reason(), "why it is taken back");
    }

    private static ReleaseView shown(Releases.Answer answer) {
        return switch (answer) {
            case Releases.Answer.Done done -> ReleaseViews.of(done.release());
            case Releases.Answer.No no -> throw Problem.of(no.refusal());
        };
    }

    private static Problem unknown(String id) {
        return Problem.of(
                Refusal.notFound("unknown-release", "no release '" + id + "'", "list the releases for their ids")
                        .about("release", id));
    }

    private static Artifact artifact(@Nullable ArtifactBody body) {
        if (body == null) {
            throw Problem.invalid("artifacts", null, "an artifact is null", "give component, reference and digest");
        }
        return Fields.parsed(
                "artifacts",
                body.component() + "=" + body.reference() + "@" + body.digest(),
                _ -> new Artifact(
                        Fields.given("artifacts.component", body.component(), "a component of the pipeline"),
                        Fields.given(
                                "artifacts.reference",
                                body.reference(),
                                "where it can be had, such as registry.example/a:v1"),
                        new Digest(
                                Fields.given("artifacts.digest", body.digest(), "sha256: and 64 hexadecimal digits"))),
                "component, reference without a digest, and digest");
    }

    private static @Nullable ReleaseType type(@Nullable String type) {
        return type == null
                ? null
                : Arrays.stream(ReleaseType.values())
                        .filter(one -> one.label().equals(type.toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> Problem.invalid(
                                "type",
                                type,
                                "release type '" + type + "' is not known",
                                "give one of "
                                        + Arrays.stream(ReleaseType.values())
                                                .map(ReleaseType::label)
                                                .toList()));
    }
}
