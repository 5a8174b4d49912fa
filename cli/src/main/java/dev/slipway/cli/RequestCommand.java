package dev.slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "request",
        description = {
            "Requests the release of a version.",
            "Artifacts that are not named here are awaited from CI's build events."
        },
        footerHeading = "%nExample%n",
        footer = {
            "  slipway request agentaskit v1.2.3 --commit 4f1c2ab \\",
            "    --artifact api-gateway=registry.example/agentaskit/gw:v1.2.3@sha256:0a0a…"
        })
final class RequestCommand extends SlipwayCommand {
    private static final Pattern ARTIFACT = Pattern.compile("([^=@]+)=([^@]+)@(sha256:[0-9a-f]{64})");

    @Parameters(index = "0", paramLabel = "APP", description = "The application, as its pipeline names it.")
    private String application = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "The version, such as v1.2.3.")
    private String version = "";

    @Option(names = "--commit", required = true, paramLabel = "SHA", description = "The commit it was built from.")
    private String commit = "";

    @Option(
            names = "--artifact",
            paramLabel = "COMPONENT=REFERENCE@DIGEST",
            description = "What was built of a component, by its sha256 digest. May be given several times.")
    private List<String> artifacts = new ArrayList<>();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "patch, minor, major, pre-release or hotfix. Else from the version.")
    @Nullable
    private String type;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; a hotfix may need one.")
    @Nullable
    private String reason;

    RequestCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        ObjectNode body = Json.object()
                .put("application", application)
                .put("version", version)
                .put("commit", commit);
        if (!artifacts.isEmpty()) {
            ArrayNode list = body.putArray("artifacts");
            artifacts.forEach(artifact -> list.add(artifact(artifact)));
        }
        if (type != null) {
            body.put("type", type);
        }
        if (reason != null) {
            body.put("reason", reason);
        }
        try (Api api = as(Role.ENGINEER)) {
            return printRelease(api.post(Service.GATE, "/v1/releases", body), "requested");
        }
    }

    private static ObjectNode artifact(String text) {
        Matcher matcher = ARTIFACT.matcher(text);
        if (!matcher.matches()) {
            throw Failure.usage(
                    "--artifact: '" + text + "' is not a component, a reference and a digest",
                    "give it as component=registry.example/name:tag@sha256: and 64 lower-case hexadecimal digits");
        }
        return Json.object()
                .put("component", matcher.group(1))
                .put("reference", matcher.group(2))
                .put("digest", matcher.group(3));
    }
}
