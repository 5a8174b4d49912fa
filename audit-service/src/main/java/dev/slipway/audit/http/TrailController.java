package dev.slipway.audit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.slipway.audit.application.Trails;
import dev.slipway.audit.domain.Environment;
import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.auditlog.TrailBundle;
import dev.slipway.service.http.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What happened to a release, its evidence, and what runs where. */
@RestController
class TrailController {

    private final Trails trails;

    TrailController(Trails trails) {
        this.trails = trails;
    }

    record Trail(String release, List<Entry> records) {}

    /** @param event in CloudEvents' structured mode; absent once it was erased */
    record Entry(
            long seq,
            @Nullable Long index,
            String type,
            @JsonRawValue @Nullable String event) {}

    record Environments(List<Environment> environments) {}

    record EvidenceFiles(String release, List<String> files) {}

    @GetMapping("/v1/trails/{release}")
    Trail trail(@PathVariable String release) {
        List<StoredRecord> records = records(release);
        Map<String, Long> indexes = trails.indexes(records);
        return new Trail(
                release,
                records.stream()
                        .map(record -> entry(record, indexes.get(record.eventId())))
                        .toList());
    }

    private static Entry entry(StoredRecord record, @Nullable Long index) {
        return new Entry(
                record.seq(),
                index,
                record.type(),
                record.content() == null ? null : new String(record.content().bytes(), UTF_8));
    }

    @GetMapping("/v1/trails/{release}/bundle")
    ResponseEntity<byte[]> bundle(@PathVariable String release) {
        records(release);
        TrailBundle bundle = trails.bundle(release)
                .orElseThrow(() -> Problem.notFound(
                        "not-signed",
                        "no record of release " + release + " is covered by a signed checkpoint yet",
                        "ask again in a moment; if it stays so, /actuator/health says why the log is not signed"));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"trail.json\"")
                .body(bundle.toJson());
    }

    @GetMapping("/v1/releases/{release}/evidence")
    EvidenceFiles evidence(@PathVariable String release) {
        return new EvidenceFiles(release, List.copyOf(files(release).keySet()));
    }

    @GetMapping("/v1/releases/{release}/evidence/{file}")
    ResponseEntity<byte[]> evidence(@PathVariable String release, @PathVariable String file) {
        Map<String, String> files = files(release);
        String content = files.get(file);
        if (content == null) {
            throw Problem.notFound(
                    "unknown-file",
                    "the evidence of release " + release + " has no file '" + file + "'",
                    "ask for one of " + files.keySet());
        }
        return ResponseEntity.ok()
                .contentType(
                        file.endsWith(".json")
                                ? MediaType.APPLICATION_JSON
                                : new MediaType(MediaType.TEXT_PLAIN, UTF_8))
                .body(content.getBytes(UTF_8));
    }

    @GetMapping("/v1/source-of-truth")
    Environments sourceOfTruth() {
        return new Environments(trails.sourceOfTruth());
    }

    private Map<String, String> files(String release) {
        records(release);
        return trails.evidence(release);
    }

    private List<StoredRecord> records(String release) {
        List<StoredRecord> records = trails.trail(release);
        if (records.isEmpty()) {
            throw Problem.notFound(
                    "unknown-release",
                    "nothing was heard of a release '" + release + "'",
                    "give its id, which is <application>-<version>");
        }
        return records;
    }
}
