package dev.slipway.events;

/**
 * A built thing: which component it is of, where it can be had, and what exactly it is.
 *
 * @param component the component's name in the pipeline
 * @param reference the coordinate without a digest, such as {@code registry.example/shop/cart:v1.2.3}
 */
public record Artifact(String component, String reference, Digest digest) {
    public Artifact {
        if (component.isBlank() || reference.isBlank()) {
            throw new IllegalArgumentException("artifact of component '" + component + "' at '" + reference
                    + "': give both the component and the reference");
        }
        if (reference.contains("@")) {
            throw new IllegalArgumentException(
                    "artifact reference '" + reference + "' contains a digest: give the digest in its own field");
        }
    }

    /** The reference that cannot come to mean another content: repository and digest, the tag left out. */
    public String pinned() {
        int tag = reference.lastIndexOf(':');
        String repository = tag > reference.lastIndexOf('/') ? reference.substring(0, tag) : reference;
        return repository + "@" + digest.value();
    }
}
