package dev.slipway.gate.evidence;

/** The kinds of file that are understood. */
public enum EvidenceFormat {
    JUNIT("JUnit XML"),
    JACOCO("JaCoCo XML"),
    COBERTURA("Cobertura XML"),
    SARIF("SARIF 2.1.0"),
    JSON("JSON");

    private final String title;

    EvidenceFormat(String title) {
        this.title = title;
    }

    /** What people call it. */
    public String title() {
        return title;
    }
}
