package dev.slipway.gate.evidence;

import dev.slipway.gate.evidence.EvidenceResult.Reason;
import java.util.HashMap;
import java.util.Map;

/** JaCoCo's XML: the counters directly under {@code <report>} are the sums over all that is in it. */
final class JacocoReport {
    private JacocoReport() {}

    static Facts read(Xml xml, String namespace) {
        Map<String, Double> covered = new HashMap<>();
        while (xml.next()) {
            if (xml.isStart() && xml.depth() == 2 && xml.name().equals("counter")) {
                String type = xml.attribute("type");
                long hit = xml.count("covered");
                if (type != null) {
                    covered.put(type, Ratio.of(hit, hit + xml.count("missed")));
                }
            }
        }
        Double line = covered.get("LINE");
        if (line == null) {
            throw new Unreadable(
                    Reason.NOT_EXPECTED,
                    "<report> has no <counter type=\"LINE\">: expected JaCoCo XML of classes compiled with line numbers");
        }
        // JaCoCo leaves out the counter of what there is none of
        return new Facts(Map.of(
                namespace + ".line", line, namespace + ".branch", covered.getOrDefault("BRANCH", Ratio.of(0, 0))));
    }
}
