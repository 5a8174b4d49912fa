package dev.slipway.gate.cdevents;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a package URL of a container image says.
 *
 * @param digest such as {@code sha256:…}
 * @param repository where it can be had, without tag; null where it does not say
 * @see <a href="https://github.com/package-url/purl-spec">Package URL</a>
 */
record OciPurl(
        String digest,
        @Nullable String repository,
        @Nullable String tag) {
    private static final String PREFIX = "pkg:oci/";

    /** Empty where it is something else, or has no digest. */
    static Optional<OciPurl> of(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String[] parts = text.substring(PREFIX.length()).split("#", 2)[0].split("\\?", 2);
        int at = parts[0].indexOf('@');
        if (at < 0) {
            return Optional.empty();
        }
        Map<String, String> qualifiers = parts.length < 2
                ? Map.of()
                : Arrays.stream(parts[1].split("&"))
                        .map(pair -> pair.split("=", 2))
                        .filter(pair -> pair.length == 2)
                        .collect(Collectors.toMap(pair -> pair[0], pair -> decoded(pair[1]), (first, _) -> first));
        return Optional.of(new OciPurl(
                decoded(parts[0].substring(at + 1)), qualifiers.get("repository_url"), qualifiers.get("tag")));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text; // then it is no digest and no coordinate either, and is refused as such
        }
    }
}
