package dev.slipway.gate.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignatureTest {
    private static final byte[] BODY = "Hello, World!".getBytes(StandardCharsets.UTF_8);
    private static final String GITHUBS_OWN = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    private final Signature signature = new Signature("It's a Secret to Everybody");

    @Test
    void theExampleOfGithubsDocumentationFits() {
        assertThat(signature.fits(BODY, GITHUBS_OWN)).isTrue();
    }

    @Test
    void nothingElseDoes() {
        assertThat(signature.fits("Hello, World".getBytes(StandardCharsets.UTF_8), GITHUBS_OWN))
                .isFalse();
        assertThat(new Signature("another").fits(BODY, GITHUBS_OWN)).isFalse();
        assertThat(signature.fits(BODY, GITHUBS_OWN.substring("sha256=".length())))
                .isFalse();
        assertThat(signature.fits(BODY, "")).isFalse();
        assertThat(signature.fits(BODY, null)).isFalse();
    }
}
