package dev.slipway.gate.cdevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CdEventTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    private static String event(String specMember, String spec, String type) {
        return """
                {"context": {"%s": "%s", "id": "271069a8", "source": "/ci", "type": "%s",
                             "timestamp": "2026-11-21T13:00:00+01:00"},
                 "subject": {"id": "run-1", "content": {"outcome": "success"}},
                 "customData": {"application": "shop"}}
                """.formatted(specMember, spec, type);
    }

    private static final String FINISHED = "dev.cdevents.testsuiterun.finished.0.2.0";

    @ParameterizedTest
    @CsvSource({"version, 0.4.1", "specversion, 0.5.1"})
    void bothVersionsAreRead(String member, String version) {
        CdEvent read = CdEvent.read(event(member, version, FINISHED), null);

        assertThat(read.kind()).isEqualTo("testsuiterun.finished");
        assertThat(read.at()).isEqualTo(Instant.parse("2026-11-21T12:00:00Z"));
        assertThat(read.custom("application")).isEqualTo("shop");
    }

    @Test
    void wrappedInACloudEventItIsTheSame() {
        String bare = event("version", "0.4.1", FINISHED);
        String structured = "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/ci\", \"type\": \"" + FINISHED
                + "\", \"data\": " + bare + "}";

        assertThat(CdEvent.read(structured, null).digest())
                .isEqualTo(CdEvent.read(bare, FINISHED).digest());
    }

    @ParameterizedTest
    @CsvSource({
        "version, 0.3.0, dev.cdevents.testsuiterun.finished.0.1.0, context.version '0.3.0' is not a version",
        "specversion, 0.5.1, com.example.finished, context.type 'com.example.finished' is no CDEvent's type",
        "other, 0.5.1, dev.cdevents.testsuiterun.finished.0.2.0, context.version is not a version",
        "version, 0.4.1, '', context.type is missing"
    })
    void whatIsWrongIsNamed(String member, String version, String type, String problem) {
        assertThatThrownBy(() -> CdEvent.read(event(member, version, type), null))
                .isInstanceOf(WrongCdEvent.class)
                .hasMessageContaining(problem);
    }

    @Test
    void whatIsNoJsonOrOfTwoTypesIsRefused() {
        assertThatThrownBy(() -> CdEvent.read("<xml/>", null)).hasMessageContaining("body is not JSON");
        assertThatThrownBy(() -> CdEvent.read("[]", null)).hasMessageContaining("context.type is missing");
        assertThatThrownBy(() -> CdEvent.read(event("version", "0.4.1", FINISHED), "dev.cdevents.change.merged.0.2.0"))
                .hasMessageContaining("is the CloudEvent's");
    }

    @Test
    void aPackageUrlSaysDigestRepositoryAndTag() {
        assertThat(OciPurl.of("pkg:oci/web@sha256%3A" + "a".repeat(64)
                        + "?repository_url=registry.example/shop/web&tag=v1.2.3"))
                .contains(new OciPurl(DIGEST, "registry.example/shop/web", "v1.2.3"));
        assertThat(OciPurl.of("pkg:oci/web@sha256:" + "a".repeat(64))).contains(new OciPurl(DIGEST, null, null));
        assertThat(OciPurl.of("pkg:oci/web?tag=v1")).isEmpty();
        assertThat(OciPurl.of("pkg:maven/org.example/web@1.2.3")).isEmpty();
    }
}
