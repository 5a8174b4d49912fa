package dev.slipway.cli;

import dev.slipway.cli.Api.Body;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

@Command(
        name = "apply",
        description = {
            "Gives pipeline files to Slipway.",
            "What is wrong in a file is told with line and column, and nothing of that file is applied."
        },
        footerHeading = "%nExample%n",
        footer = {"  slipway apply -f pipelines/agentaskit.yaml", "  render-pipeline | slipway apply -f -"})
final class ApplyCommand extends SlipwayCommand {
    @Option(
            names = {"-f", "--file"},
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "A pipeline, YAML; - for standard input. May be given several times.")
    private List<String> files = new ArrayList<>();

    ApplyCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() throws IOException {
        List<InputFile> inputs =
                files.stream().map(name -> InputFile.of(shell, name)).toList(); // all, before one is applied
        ArrayNode applied = Json.object().arrayNode();
        int exitCode = ExitCode.OK;
        try (Api api = as(Role.OPERATOR)) {
            for (InputFile input : inputs) {
                try {
                    applied.add(apply(api, input));
                } catch (Failure failure) {
                    if (failure.problem() == null) {
                        throw failure;
                    }
                    SlipwayCli.tell(shell, failure, json()); // one bad file does not hold the others back
                    exitCode = failure.exitCode();
                }
            }
        }
        if (json()) {
            print(applied);
        }
        return exitCode;
    }

    private JsonNode apply(Api api, InputFile input) throws IOException {
        var body = new Body(input.content(shell), "application/yaml", input.shown());
        JsonNode answer = api.put(Service.GATE, "/v1/pipelines", body, Map.of());
        if (!json()) {
            String revision = answer.path("revision").asString("").replace("sha256:", "");
            print("%s: %s, revision %s"
                    .formatted(
                            answer.path("application").asString(""),
                            answer.path("changed").asBoolean(true) ? "applied" : "unchanged",
                            revision.length() > 12 ? revision.substring(0, 12) : revision));
        }
        return answer;
    }
}
