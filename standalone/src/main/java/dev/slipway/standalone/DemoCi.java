package dev.slipway.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** agentaskit's CI: writes the files that its tools write, and says which command reports each. */
public final class DemoCi {
    private static final String JUNIT = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="agentaskit" tests="412" failures="0" errors="0" skipped="3" time="%s">
              <testcase classname="agentaskit.PlannerTest" name="plans" time="0.41"/>
            </testsuite>
            """;
    private static final String JACOCO = """
            <?xml version="1.0" encoding="UTF-8"?>
            <report name="agentaskit">
              <counter type="BRANCH" missed="210" covered="790"/>
              <counter type="LINE" missed="1300" covered="8700"/>
            </report>
            """;
    private static final String SARIF = """
            {"version": "2.1.0",
             "runs": [{"tool": {"driver": {"name": "demo-scan", "rules": []}},
                       "results": [{"ruleId": "D100", "level": "note", "message": {"text": "unpinned base image"}}]}]}
            """;

    private final Path folder;
    private final String commit;

    public DemoCi(Path folder, String commit) {
        this.folder = folder;
        this.commit = commit;
    }

    /** The commands that report what CI found before the release was asked for. */
    public List<String[]> afterBuild() throws IOException {
        return commands(
                Map.entry("ci", file("ci.json", "{\"passed\": true, \"run\": \"12345\"}")),
                Map.entry("unit-tests", file("junit.xml", JUNIT.formatted("83.4"))),
                Map.entry("coverage", file("jacoco.xml", JACOCO)),
                Map.entry("scan", file("scan.sarif", SARIF)),
                Map.entry("review", file("review.json", "{\"approved\": true, \"by\": \"grace\"}")));
    }

    /** The commands that report what CI found in staging. */
    public List<String[]> afterStaging() throws IOException {
        return commands(
                Map.entry("e2e-tests", file("e2e.xml", JUNIT.formatted("212.0"))),
                Map.entry("load-tests", file("load.json", "{\"passed\": true, \"requests_per_second\": 900}")));
    }

    @SafeVarargs
    private List<String[]> commands(Map.Entry<String, Path>... reports) {
        List<String[]> commands = new ArrayList<>();
        for (Map.Entry<String, Path> report : reports) {
            commands.add(new String[] {
                "evidence", DemoCluster.APPLICATION, commit, "--kind", report.getKey(), Cli.typed(report.getValue())
            });
        }
        return commands;
    }

    private Path file(String name, String content) throws IOException {
        Files.createDirectories(folder);
        return Files.writeString(folder.resolve(name), content);
    }
}
