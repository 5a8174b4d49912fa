package dev.slipway.gate.evidence;

import dev.slipway.gate.evidence.EvidenceResult.Reason;
import java.util.HashMap;
import java.util.Map;

/** JaCoCo's XML: the counters directly under {@code <report>} are the sums over all that is in it. */
final class JacocoReport {
    private JacocoReport() {}

    static Facts read(Xml xml, String namespace) {
        Map<String, Covered> covered = new HashMap<>();
        while (xml.next()) {
            if (xml.isStart() && xml.depth() == 2 && xml.name().equals("counter")) {
                String type = xml.attribute("type");
                long hit = xml.count("covered");
                if (type != null) {
                    covered.put(type, new Covered(hit, hit + xml.count("missed")));
                }
            }
        }
        Covered line = covered.get("LINE");
        if (line == null) {
            throw new Unreadable(
                    Reason.NOT_EXPECTED,
                    "<report> has no <counter type=\"LINE\">: expected JaCoCo XML of classes compiled with line numbers");
        }
        Map<String, Object> facts = new HashMap<>(line.facts(namespace + ".line"));
        // JaCoCo leaves out the counter of what there is none of
        facts.putAll(covered.getOrDefault("BRANCH", new Covered(0, 0)).facts(namespace + ".branch"));
        return new Facts(facts);
    }
}
