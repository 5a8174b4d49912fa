package dev.slipway.cli;

/** Answers as docs/contracts.md shapes them. */
final class Samples {
    static final String DIGEST = "sha256:" + "0a".repeat(32);

    private Samples() {}

    static String release(String id, String status, String stage) {
        return """
                {"id": "%s", "application": "agentaskit", "version": "v1.2.3", "type": "patch", "commit": "4f1c2ab",
                 "requestedBy": "person:ada", "requestedAt": "2026-11-21T04:02:00Z", "status": "%s", "stage": "%s",
                 "stages": [{"name": "%s", "environment": "production", "status": "gates",
                   "startedAt": "2026-11-21T04:03:00Z",
                   "gates": [{"name": "approval", "phase": "entry", "status": "pending", "why": "waits for 1 person"}]}],
                 "artifacts": []}""".formatted(id, status, stage, stage);
    }

    static String problem(int status, String code, String detail, String more) {
        return """
                {"type": "about:blank", "title": "Refused", "status": %d, "code": "%s", "detail": "%s"%s}""".formatted(status, code, detail, more);
    }
}
