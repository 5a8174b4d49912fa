package dev.slipway.gate.domain;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all reports about a commit say together. Reports that count the same things add up, so what failed in one part of
 * a build is never hidden by another part that is green. Where others name the same fact, the one observed later counts.
 */
final class Totals {
    private static final Comparator<Evidence> OLDEST_FIRST = Comparator.comparing(Evidence::observedAt);

    private Totals() {}

    static Map<String, Object> of(List<Evidence> reports) {
        Collection<List<Evidence>> groups = reports.stream()
                .sorted(OLDEST_FIRST)
                .collect(Collectors.groupingBy(Totals::group, LinkedHashMap::new, Collectors.toList()))
                .values();
        Map<String, Object> facts = new TreeMap<>();
        groups.stream()
                .sorted(Comparator.comparing(List::getLast, OLDEST_FIRST))
                .forEach(group ->
                        facts.putAll(group.size() == 1 ? group.getFirst().facts() : together(group)));
        return facts;
    }

    /** Reports that count the same things under the same name, whatever kind they were reported as. */
    private static String group(Evidence report) {
        return switch (report.format()) {
            case "junit", "sarif", "cdevent" -> report.format() + " " + namespace(report);
            case "jacoco", "cobertura" -> "coverage " + namespace(report);
            default -> report.slot();
        };
    }

    /** The part of its facts' names that they share: {@code tests} of {@code tests.failed}. */
    private static String namespace(Evidence report) {
        String name = report.facts().keySet().stream().findFirst().orElse("");
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    private static Map<String, Object> together(List<Evidence> group) {
        return switch (group.getFirst().format()) {
            case "cdevent" -> worst(group).facts();
            case "jacoco", "cobertura" -> coverage(group);
            default -> sums(group, _ -> true);
        };
    }

    /** Events say only how it ended: the newest of those that did not end well, else the newest. */
    private static Evidence worst(List<Evidence> group) {
        return group.stream()
                .filter(report -> Boolean.FALSE.equals(report.facts().get(namespace(report) + ".passed")))
                .reduce((_, newer) -> newer)
                .orElseGet(group::getLast);
    }

    /** Numbers are added, texts are listed. */
    private static Map<String, Object> sums(List<Evidence> group, Predicate<String> wanted) {
        Map<String, Object> sums = new TreeMap<>();
        for (Evidence report : group) {
            report.facts().forEach((name, value) -> {
                if (wanted.test(name)) {
                    sums.merge(name, value, Totals::plus);
                }
            });
        }
        return sums;
    }

    private static Object plus(Object one, Object other) {
        if (one instanceof Number left && other instanceof Number right) {
            return one instanceof Double || other instanceof Double
                    ? (Object) (left.doubleValue() + right.doubleValue())
                    : (Object) Math.addExact(left.longValue(), right.longValue());
        }
        return Stream.concat(
                        Stream.of(one.toString().split(", ")),
                        Stream.of(other.toString().split(", ")))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Shares are weighted by what they are shares of; where a report does not say that, the lowest share counts. */
    private static Map<String, Object> coverage(List<Evidence> group) {
        String namespace = namespace(group.getFirst());
        Map<String, Object> facts = new TreeMap<>();
        for (String what : List.of("line", "branch")) {
            String share = namespace + "." + what;
            String total = share + "_total";
            String covered = share + "_covered";
            if (group.stream().allMatch(report -> report.facts().containsKey(total))) {
                Map<String, Object> sums = sums(group, name -> name.equals(total) || name.equals(covered));
                facts.putAll(sums);
                double all = number(sums.get(total));
                facts.put(share, all == 0 ? 1.0 : number(sums.get(covered)) / all);
            } else {
                facts.put(
                        share,
                        group.stream()
                                .mapToDouble(report -> number(report.facts().get(share)))
                                .min()
                                .orElse(0));
            }
        }
        return facts;
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }
}
