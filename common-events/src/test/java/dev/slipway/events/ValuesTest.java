package dev.slipway.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static final String HEX = "0a".repeat(32);

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256:", "sha256:0A", "md5:00", "sha256:0a0a\n"})
    void whatIsNoDigestIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Digest(text)).withMessageContaining("sha256:");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Digest("sha256:" + HEX.toUpperCase(java.util.Locale.ROOT)));
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example/shop/cart:v1, registry.example/shop/cart",
        "registry.example:5000/shop/cart, registry.example:5000/shop/cart",
        "registry.example:5000/shop/cart:v1, registry.example:5000/shop/cart",
        "cart:v1, cart",
        "cart, cart"
    })
    void aPinnedArtifactLosesItsTagAndKeepsItsPort(String reference, String repository) {
        assertThat(new Artifact("cart", reference, new Digest("sha256:" + HEX)).pinned())
                .isEqualTo(repository + "@sha256:" + HEX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "cart@sha256:0a"})
    void whatIsNoReferenceIsRefused(String reference) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Artifact("cart", reference, new Digest("sha256:" + HEX)))
                .withMessageContaining(reference);
    }

    @ParameterizedTest
    @CsvSource({"person:ada, PERSON, ada", "ci:github, CI, github", "service:a:b, SERVICE, a:b"})
    void anActorIsItsText(String text, Actor.Kind kind, String name) {
        assertThat(Actor.parse(text)).isEqualTo(new Actor(kind, name)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ada", ":ada", "robot:ada", "PERSON:ada", "person:", "person:  "})
    void whatIsNoActorIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Actor.parse(text)).withMessageContaining("actor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "Shop-1.0.0", "a/b", "a b", "../a", "é"})
    void whatIsNoReleaseIdIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReleaseId(text))
                .withMessageContaining("release id");
    }

    @Test
    void aReleaseIdIsTheApplicationAndTheVersion() {
        assertThat(ReleaseId.of("shop", new Version("v1.0.0-rc.1+7"))).isEqualTo(new ReleaseId("shop-v1.0.0-rc.1+7"));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReleaseId("a".repeat(201)));
    }

    @Test
    void noTwoApplicationsShareAReleaseId() {
        assertThat(ReleaseId.of("shop", new Version("1.0.0-2.0.0"))).isEqualTo(new ReleaseId("shop-1.0.0-2.0.0"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReleaseId.of("shop-1.0.0", new Version("2.0.0")))
                .withMessageContaining("application 'shop-1.0.0' has a dot");
    }

    @Test
    void anEventIdIsDerivedFromWhoSaidItWhen() {
        assertThat(EventId.derived("gate", "shop-v1", 7, 2)).isEqualTo(new EventId("gate/shop-v1/7/2"));
        assertThatIllegalArgumentException().isThrownBy(() -> new EventId(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> new EventId("a".repeat(401)));
    }

    @Test
    void aBindingIsTheSameInWhateverOrderItsArtifactsCome() {
        var first = new Digest("sha256:" + HEX);
        var second = new Digest("sha256:" + "0b".repeat(32));

        assertThat(new Binding(List.of(second, first, second), "r"))
                .isEqualTo(new Binding(List.of(first, second), "r"));
    }
}
