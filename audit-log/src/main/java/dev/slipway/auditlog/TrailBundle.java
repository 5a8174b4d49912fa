package dev.slipway.auditlog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A trail to take away: its records with what proves them, as one JSON file. Nothing in it is trusted before
 * {@link TrailVerifier} has checked it.
 *
 * @param checkpoint the signed note that the inclusion proofs lead to
 */
@JsonPropertyOrder({"format", "checkpoint", "records"})
public record TrailBundle(String format, String checkpoint, List<Entry> records) {

    public static final String FORMAT = "slipway-trail/1";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    public TrailBundle {
        Objects.requireNonNull(checkpoint, "checkpoint");
        records = List.copyOf(records);
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException("format is '%s', this program reads '%s'".formatted(format, FORMAT));
        }
    }

    /**
     * @param bytes base64 of what is hashed, see {@link TrailRecord#bytes()}
     * @param salt base64, null with the content if they were erased
     * @param content base64 of what the event said
     * @param index of the record's leaf in the tree
     * @param path base64 hashes from the leaf to the root
     */
    @JsonPropertyOrder({"bytes", "salt", "content", "index", "path"})
    public record Entry(
            String bytes, @Nullable String salt, @Nullable String content, long index, List<String> path) {

        public Entry {
            Objects.requireNonNull(bytes, "bytes");
            path = List.copyOf(path);
        }

        public static Entry of(byte[] record, @Nullable Content content, InclusionProof proof) {
            return new Entry(
                    Encodings.base64(record),
                    content == null ? null : Encodings.base64(content.salt()),
                    content == null ? null : Encodings.base64(content.bytes()),
                    proof.index(),
                    proof.path().stream().map(Hash::base64).toList());
        }

        byte[] recordBytes() {
            return Encodings.fromBase64("bytes", bytes);
        }

        @Nullable
        Content said() {
            if (salt == null && content == null) {
                return null;
            }
            if (salt == null || content == null) {
                throw new IllegalArgumentException("salt and content are erased together or not at all");
            }
            return Content.of(Encodings.fromBase64("salt", salt), Encodings.fromBase64("content", content));
        }

        InclusionProof proof(long size) {
            return new InclusionProof(
                    index, size, path.stream().map(Hash::ofBase64).toList());
        }
    }

    public static TrailBundle of(Note checkpoint, List<Entry> records) {
        return new TrailBundle(FORMAT, checkpoint.format(), records);
    }

    /** @throws IllegalArgumentException saying where the file is not a bundle */
    public static TrailBundle parse(byte[] json) {
        try {
            return JSON.readValue(json, TrailBundle.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a trail bundle: " + e.getOriginalMessage(), e);
        }
    }

    public byte[] toJson() {
        return JSON.writeValueAsBytes(this);
    }
}
