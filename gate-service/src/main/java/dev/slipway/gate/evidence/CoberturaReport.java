package dev.slipway.gate.evidence;

import dev.slipway.gate.evidence.EvidenceResult.Reason;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cobertura's XML, which coverage.py, gcovr, coverlet and others write too: all is said by the root element. */
final class CoberturaReport {
    private CoberturaReport() {}

    static Facts read(Xml xml, String namespace) {
        Map<String, Object> facts = new HashMap<>();
        facts.putAll(rate(xml, "lines-valid", "lines-covered", "line-rate", namespace + ".line"));
        facts.putAll(rate(xml, "branches-valid", "branches-covered", "branch-rate", namespace + ".branch"));
        while (xml.next()) {
            // to the end: half a report is none
        }
        return new Facts(facts);
    }

    /** The counts are exact; the rate is rounded, or 0 where there is nothing to cover. */
    private static Map<String, Object> rate(Xml xml, String whole, String part, String rate, String name) {
        if (xml.attribute(whole) != null && xml.attribute(part) != null) {
            Covered covered = new Covered(xml.count(part), xml.count(whole));
            checked(xml, part, covered.share());
            return covered.facts(name);
        }
        return Map.of(name, checked(xml, rate, xml.decimal(rate)));
    }

    private static double checked(Xml xml, String attribute, @Nullable Double ratio) {
        if (ratio == null || ratio > 1) {
            throw new Unreadable(
                    Reason.NOT_EXPECTED,
                    xml.at() + attribute + " of <coverage> is "
                            + (ratio == null ? "missing" : "more than all there is (" + ratio + ")")
                            + ": expected a share from 0 to 1");
        }
        return ratio;
    }
}
