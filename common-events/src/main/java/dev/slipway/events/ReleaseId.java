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

    /**
     * @param application without dots: a version has two of them before its first hyphen, so an id can be read in one way
     *     only, and no two pairs of application and version share one
     */
    public static ReleaseId of(String application, Version version) {
        if (application.contains(".")) {
            throw new IllegalArgumentException(
                    "application '" + application + "' has a dot, as versions have: use letters, digits and hyphens");
        }
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
