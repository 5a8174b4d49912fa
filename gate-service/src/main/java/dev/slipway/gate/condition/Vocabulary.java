package dev.slipway.gate.condition;

import dev.slipway.gate.condition.Compilation.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The facts that reports of well-known formats state. A name that nobody will ever report would leave a gate pending for
 * ever, so one that is nearly a known name is refused; other names are other evidence.
 */
final class Vocabulary {
    private static final Map<String, List<String>> KNOWN = Map.of(
            "tests", List.of("total", "passed", "failed", "errors", "skipped", "duration"),
            "coverage", List.of("line", "line_covered", "line_total", "branch", "branch_covered", "branch_total"),
            "scan", List.of("critical", "high", "medium", "low", "total", "tool"));

    private Vocabulary() {}

    static List<Fault> misspelt(String source, Names names) {
        List<Fault> faults = new ArrayList<>();
        TreeSet<FactPath> all = new TreeSet<>(names.used());
        all.addAll(names.presence());
        for (FactPath path : all) {
            meant(path).ifPresent(meant -> {
                String misspelt = KNOWN.containsKey(path.root()) ? path.parts().getLast() : path.root();
                int at = Math.max(0, source.indexOf(misspelt));
                int begin = source.lastIndexOf('\n', at) + 1;
                int line = (int) source.substring(0, at)
                                .chars()
                                .filter(c -> c == '\n')
                                .count()
                        + 1;
                faults.add(new Fault(
                        line, at - begin + 1, "no report states '" + path + "': did you mean '" + meant + "'?"));
            });
        }
        return faults;
    }

    private static Optional<String> meant(FactPath path) {
        List<String> members = KNOWN.get(path.root());
        if (members == null) {
            return Spelling.nearest(path.root(), KNOWN.keySet())
                    .map(root -> root + path.toString().substring(path.root().length()));
        }
        if (path.parts().size() != 2 || members.contains(path.parts().getLast())) {
            return Optional.empty();
        }
        return Spelling.nearest(path.parts().getLast(), members).map(member -> path.root() + "." + member);
    }
}
