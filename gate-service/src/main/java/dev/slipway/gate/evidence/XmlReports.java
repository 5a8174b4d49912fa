package dev.slipway.gate.evidence;

import static dev.slipway.gate.evidence.EvidenceFormat.COBERTURA;
import static dev.slipway.gate.evidence.EvidenceFormat.JACOCO;
import static dev.slipway.gate.evidence.EvidenceFormat.JUNIT;

import dev.slipway.gate.evidence.EvidenceResult.Read;
import dev.slipway.gate.evidence.EvidenceResult.Reason;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Tells the XML reports apart by their root element. */
record XmlReports(EvidenceLimits limits) {
    Read read(@Nullable EvidenceFormat asked, @Nullable String kind, InputStream in) {
        Xml xml = new Xml(in, limits.maxDepth());
        if (!xml.next()) {
            throw new Unreadable(Reason.NOT_WELL_FORMED, "the report has no element");
        }
        EvidenceFormat found = formatOf(xml, asked);
        if (asked != null && asked != found) {
            throw new Unreadable(
                    Reason.NOT_EXPECTED,
                    xml.at() + "this is " + found.title() + " (<" + xml.name() + ">), but " + asked.title()
                            + " was announced");
        }
        Facts facts =
                switch (found) {
                    case JUNIT -> JunitReport.read(xml, Namespace.TESTS.of(kind));
                    case JACOCO -> JacocoReport.read(xml, Namespace.COVERAGE.of(kind));
                    case COBERTURA -> CoberturaReport.read(xml, Namespace.COVERAGE.of(kind));
                    case SARIF, JSON -> throw new IllegalStateException("no XML format: " + found);
                };
        return new Read(found, facts);
    }

    private static EvidenceFormat formatOf(Xml xml, @Nullable EvidenceFormat asked) {
        return switch (xml.name()) {
            case "testsuite", "testsuites" -> JUNIT;
            case "report" -> JACOCO;
            case "coverage" -> {
                if (xml.attribute("line-rate") == null && xml.attribute("lines-valid") == null) {
                    throw new Unreadable(
                            Reason.NOT_EXPECTED,
                            xml.at() + "<coverage> without line-rate is not Cobertura's (perhaps Clover's): expected"
                                    + " Cobertura or JaCoCo XML");
                }
                yield COBERTURA;
            }
            default ->
                throw new Unreadable(
                        Reason.NOT_EXPECTED,
                        xml.at() + "the root element is <" + Shortened.of(xml.name()) + ">: expected "
                                + (asked == null
                                        ? "<testsuites> or <testsuite> (JUnit), <report> (JaCoCo) or <coverage> (Cobertura)"
                                        : asked.title()));
        };
    }
}
