package dev.slipway.audit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.audit.application.Trails;
import dev.slipway.auditlog.ConsistencyProof;
import dev.slipway.auditlog.Hash;
import dev.slipway.auditlog.InclusionProof;
import dev.slipway.service.http.Problem;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The signed log: its checkpoint, its key, and RFC 9162 proofs with hashes in base64. */
@RestController
class ProofController {

    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, UTF_8);

    private final Trails trails;

    ProofController(Trails trails) {
        this.trails = trails;
    }

    record Inclusion(String event, long index, long size, String leaf, List<String> path, String checkpoint) {}

    record Consistency(long from, long to, List<String> path) {}

    @GetMapping("/v1/checkpoint")
    ResponseEntity<byte[]> checkpoint() {
        return text(trails.checkpoint()
                .orElseThrow(() -> Problem.notFound(
                        "not-signed",
                        "the log has no checkpoint yet",
                        "ask again when something was heard; /actuator/health says if the log cannot be signed")));
    }

    @GetMapping("/v1/checkpoint/key")
    ResponseEntity<byte[]> key() {
        return text(trails.key() + "\n");
    }

    @GetMapping("/v1/proofs/inclusion")
    Inclusion inclusion(@RequestParam String event) {
        Trails.Inclusion found = trails.inclusion(event)
                .orElseThrow(() -> Problem.notFound(
                        "unknown-event",
                        "no event '" + event + "' is in the signed log",
                        "give the event's id, as the trail shows it"));
        InclusionProof proof = found.proof();
        return new Inclusion(
                event,
                proof.index(),
                proof.size(),
                found.record().bytes().leaf().base64(),
                base64(proof.path()),
                found.checkpoint());
    }

    @GetMapping("/v1/proofs/consistency")
    Consistency consistency(@RequestParam long from, @RequestParam long to) {
        if (from < 0 || from > to) {
            throw Problem.invalid(
                    "from", from, "from is not between 0 and to", "give the sizes of an older and a newer checkpoint");
        }
        long signed = trails.signedSize();
        if (to > signed) {
            throw Problem.invalid(
                    "to", to, "the log is signed up to " + signed, "give the size of a checkpoint that you have seen");
        }
        ConsistencyProof proof = trails.consistency(from, to);
        return new Consistency(proof.from(), proof.to(), base64(proof.path()));
    }

    private static List<String> base64(List<Hash> path) {
        return path.stream().map(Hash::base64).toList();
    }

    private static ResponseEntity<byte[]> text(String text) {
        return ResponseEntity.ok().contentType(TEXT).body(text.getBytes(UTF_8));
    }
}
