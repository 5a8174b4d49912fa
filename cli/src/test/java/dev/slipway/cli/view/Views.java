package dev.slipway.cli.view;

import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;

/** The same release at different times, as gate-service shows it. */
final class Views {
    static final Instant NOW = Instant.parse("2026-11-21T04:05:00Z");

    private static final String HEAD = """
            "id": "agentaskit-v1.2.4", "application": "agentaskit", "version": "v1.2.4", "type": "patch",
            "commit": "4f1c2ab", "requestedBy": "ci:github", "requestedAt": "2026-11-21T04:02:00Z", "unknown": {"x": 1},
            """;
    private static final String STAGING = """
            {"name": "staging", "environment": "staging", "status": "done", "startedAt": "2026-11-21T04:02:01Z",
             "endedAt": "2026-11-21T04:02:13.500Z",
             "gates": [{"name": "unit-tests", "phase": "entry", "status": "passed", "why": "tests.failed is 0"}]},
            """;
    private static final String GATES = """
            "gates": [{"name": "approval", "phase": "entry", "status": "passed", "why": "ada approved"},
                      {"name": "no-incident", "phase": "entry", "status": "passed", "why": "no incident is open"},
                      {"name": "errors", "phase": "verification", "status": "pending"}]
            """;

    private Views() {}

    static ReleaseView canary() {
        return of("""
                {%s "status": "in-progress", "stage": "production",
                 "stages": [%s {"name": "production", "environment": "production", "status": "canary",
                   "startedAt": "2026-11-21T04:03:00Z", %s}],
                 "canary": {"weight": 10, "step": 0, "steps": 2, "holdUntil": "2026-11-21T04:06:30Z", "metrics": [
                   {"metric": "error-rate", "component": "api-gateway", "value": 0.0012, "baseline": 0.001,
                    "threshold": "max 0.01", "samples": 240, "verdict": "healthy"},
                   {"metric": "latency-p99", "component": "workers", "samples": 0, "verdict": "no-data"}]}}""".formatted(HEAD, STAGING, GATES));
    }

    static ReleaseView rolledBack() {
        return of("""
                {%s "status": "stopped", "outcome": "rolled-back", "stage": "production",
                 "stages": [%s {"name": "production", "environment": "production", "status": "failed",
                   "startedAt": "2026-11-21T04:03:00Z", "endedAt": "2026-11-21T04:04:10Z", %s}],
                 "canary": {"weight": 0, "step": 0, "steps": 2, "paused": false, "metrics": [
                   {"metric": "error-rate", "component": "api-gateway", "value": 0.0502, "baseline": 0.001,
                    "threshold": "max-increase-relative 0.1", "samples": 240, "verdict": "breached"}]},
                 "rollback": {"cause": "metric", "detail": "error-rate 0.0502 of api-gateway", "to": "v1.2.3",
                   "startedAt": "2026-11-21T04:04:10Z", "endedAt": "2026-11-21T04:04:10.420Z",
                   "components": [{"component": "api-gateway", "version": "v1.2.3", "healthy": true},
                                  {"component": "workers", "version": "v1.2.3", "healthy": true}]}}""".formatted(HEAD, STAGING, GATES));
    }

    static ReleaseView soaking() {
        return of("""
                {%s "status": "in-progress", "stage": "staging",
                 "stages": [{"name": "staging", "environment": "staging", "status": "verifying",
                   "soakUntil": "2026-11-21T05:04:30Z", "gates": [
                    {"name": "smoke", "phase": "verification", "status": "passed", "why": "3 probes\\u001b[2J"},
                    {"name": "soak", "phase": "verification", "status": "pending"}]},
                  {"name": "production", "status": "waiting"}]}""".formatted(HEAD));
    }

    static ReleaseView of(String json) {
        return ReleaseView.of(JsonMapper.shared().readTree(json));
    }
}
