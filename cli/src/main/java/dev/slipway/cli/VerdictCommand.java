package dev.slipway.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A person's word on a release. */
abstract class VerdictCommand extends SlipwayCommand {
    @Parameters(index = "0", paramLabel = "RELEASE", description = "The release, such as agentaskit-v1.2.3.")
    private String release = "";

    @Option(names = "--stage", paramLabel = "STAGE", description = "The stage. Else the one that waits for it.")
    @Nullable
    private String stage;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the trail.")
    @Nullable
    private String reason;

    @Option(
            names = "--digest",
            paramLabel = "DIGEST",
            description = "Only if the release consists of exactly these artifacts. May be given several times.")
    private List<String> digests = new ArrayList<>();

    private final String verdict;
    private final String done;

    VerdictCommand(Shell shell, String verdict, String done) {
        super(shell);
        this.verdict = verdict;
        this.done = done;
    }

    @Override
    int run() {
        ObjectNode body = Json.object().put("verdict", verdict);
        if (stage != null) {
            body.put("stage", stage);
        }
        if (!digests.isEmpty()) {
            ArrayNode list = body.putArray("artifacts");
            digests.forEach(list::add);
        }
        if (reason != null) {
            body.put("reason", reason);
        }
        try (Api api = as(Role.RELEASE_APPROVER)) {
            return printRelease(api.post(Service.GATE, Api.path("releases", release, "approvals"), body), done);
        }
    }
}
