package dev.slipway.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Names one release: its application and its version, so that two triggers of one version mean one release. It is the
 * key of every event of the release.
 */
public record ReleaseId(@JsonValue String value) implements Comparable<ReleaseId> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][A-Za-z0-9._+-]{0,199}");

    @JsonCreator
    public ReleaseId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("release id '" + value
                    + "' is not of the form <application>-<version>: up to 200 letters, digits and . _ + -");
        }
    }

    public static ReleaseId of(String application, Version version) {
        return new ReleaseId(application + "-" + version.text());
    }

    @Override
    public int compareTo(ReleaseId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
