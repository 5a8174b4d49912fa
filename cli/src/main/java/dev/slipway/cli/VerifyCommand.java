package dev.slipway.cli;

import dev.slipway.auditlog.NoteVerifier;
import dev.slipway.auditlog.TrailVerifier;
import dev.slipway.auditlog.Verdict;
import dev.slipway.auditlog.Verdict.Refused;
import dev.slipway.auditlog.Verdict.Verified;
import java.io.IOException;
import java.nio.file.Files;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "verify",
        description = {
            "Checks that a trail is what was written when it happened: the log's signature, that each record is in the "
                    + "log, and that none is missing between them.",
            "The checks are made here. With a bundle file and --key no server is asked."
        },
        footerHeading = "%nExample%n",
        footer = {"  slipway verify agentaskit-v1.2.3", "  slipway verify v1.2.3-trail.json --key slipway.vkey"})
final class VerifyCommand extends SlipwayCommand {
    @Parameters(
            index = "0",
            paramLabel = "RELEASE|BUNDLE-FILE",
            description = "A release, or a file that 'slipway trail --bundle' wrote.")
    private String subject = "";

    @Option(
            names = "--key",
            paramLabel = "VKEY-FILE",
            description = "The log's public key, from a source that you trust. Else the server is asked for it.")
    @Nullable
    private String key;

    VerifyCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() throws IOException {
        boolean file = Files.isRegularFile(shell.file(subject));
        try (Api api = as(Role.AUDITOR)) {
            NoteVerifier verifier = key == null ? keyOfServer(api) : keyOfFile(key);
            byte[] bundle = file
                    ? Files.readAllBytes(shell.file(subject))
                    : api.bytes(Service.AUDIT, Api.path("trails", subject, "bundle"));
            return switch (new TrailVerifier(verifier).verify(bundle)) {
                case Verified verified -> verified(verified, file);
                case Refused refused -> refused(refused);
            };
        }
    }

    private NoteVerifier keyOfServer(Api api) {
        return key("the server's key", api.text(Service.AUDIT, "/v1/checkpoint/key"));
    }

    private NoteVerifier keyOfFile(String name) throws IOException {
        return key(
                "--key: file '" + name + "'",
                Files.readString(InputFile.of(shell, name).path()));
    }

    private static NoteVerifier key(String where, String text) {
        try {
            return NoteVerifier.parse(text.strip());
        } catch (IllegalArgumentException _) { // its message has all of what may be the wrong file
            throw Failure.usage(
                    where + " is not the public key of a log",
                    "give the line <name>+<key id>+<base64> that GET /v1/checkpoint/key answers");
        }
    }

    private int verified(Verified verified, boolean file) {
        var releases = new TreeSet<String>();
        verified.records().forEach(proven -> releases.add(proven.record().releaseId()));
        if (!file && !(releases.size() == 1 && releases.contains(subject))) {
            throw Failure.failed(
                    "the server's bundle is of %s, not of %s".formatted(String.join(", ", releases), subject),
                    "do not trust this server's answers before somebody has looked into it");
        }
        String keySource = key == null ? "the server's own word" : key;
        if (json()) {
            ObjectNode answer = Json.object()
                    .put("verified", true)
                    .put("records", verified.records().size())
                    .put("erased", verified.erased())
                    .put("log", verified.checkpoint().origin())
                    .put("size", verified.checkpoint().size())
                    .put("root", verified.checkpoint().root().base64())
                    .put("key", keySource);
            ArrayNode list = answer.putArray("releases");
            releases.forEach(list::add);
            print(answer);
            return ExitCode.OK;
        }
        print("%s: %d records of %s are in the log %s, signed at size %d"
                .formatted(
                        paint().good("verified"),
                        verified.records().size(),
                        String.join(", ", releases),
                        verified.checkpoint().origin(),
                        verified.checkpoint().size()));
        if (verified.erased() > 0) {
            print("  of %d of them what they said was erased; that they were said is proven"
                    .formatted(verified.erased()));
        }
        print("  key: " + keySource + (key == null ? "; --key checks with one that you keep yourself" : ""));
        return ExitCode.OK;
    }

    private int refused(Refused refused) {
        if (json()) {
            ObjectNode answer = Json.object().put("verified", false);
            ArrayNode list = answer.putArray("problems");
            refused.problems()
                    .forEach(problem -> list.add(Json.object()
                            .put("flaw", problem.flaw().label())
                            .put("where", problem.where())
                            .put("detail", problem.detail())));
            print(answer);
            return ExitCode.FAILED;
        }
        int count = refused.problems().size();
        String problems =
                refused.problems().stream().map(Verdict.Problem::toString).collect(Collectors.joining("\n  "));
        shell.out().println(paint().bad("NOT verified") + ": " + count + (count == 1 ? " problem" : " problems"));
        problems.lines().forEach(line -> print("  " + line.strip()));
        return ExitCode.FAILED;
    }
}
