package dev.slipway.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of an application: SemVer 2.0.0 with or without a leading {@code v}, or CalVer {@code vYYYY.MM.DD-sha}.
 * Ordered by SemVer's precedence; a CalVer is ordered by its date.
 *
 * @see <a href="https://semver.org/spec/v2.0.0.html#spec-item-11">SemVer 2.0.0, precedence</a>
 */
public record Version(@JsonValue String text) implements Comparable<Version> {
    private static final Pattern SEMVER = Pattern.compile("v?(0|[1-9]\\d{0,9})\\.(0|[1-9]\\d{0,9})\\.(0|[1-9]\\d{0,9})"
            + "(?:-(ID(?:\\.ID)*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?"
                    .replace("ID", "(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)"));
    private static final Pattern CALVER =
            Pattern.compile("v?(\\d{4})\\.(0[1-9]|1[0-2])\\.(0[1-9]|[12]\\d|3[01])-([0-9a-f]{7,40})");

    @JsonCreator
    public Version {
        if (text.length() > (text.startsWith("v") ? 101 : 100)
                || !(isCalVer(text) || SEMVER.matcher(text).matches())) {
            throw new IllegalArgumentException(
                    "version '" + text + "' is neither SemVer (v1.2.3, v1.2.3-rc.1) nor CalVer (v2026.11.21-0a1b2c3)");
        }
    }

    /** Whether the version is a date and a commit; SemVer forbids the leading zeros that dates have. */
    public boolean isCalVer() {
        return isCalVer(text);
    }

    /** The same version written the other way: with a leading {@code v} where this has none, without it where it has one. */
    public Version respelt() {
        return new Version(text.startsWith("v") ? text.substring(1) : "v" + text);
    }

    private static boolean isCalVer(String text) {
        return CALVER.matcher(text).matches();
    }

    public long major() {
        return number(1);
    }

    public long minor() {
        return number(2);
    }

    public long patch() {
        return number(3);
    }

    /** The dot-separated identifiers after the hyphen; empty for a final version and for a CalVer. */
    public List<String> preRelease() {
        if (isCalVer()) {
            return List.of();
        }
        String identifiers = matched().group(4);
        return identifiers == null ? List.of() : List.of(identifiers.split("\\.", -1));
    }

    private long number(int group) {
        return Long.parseLong(matched().group(group));
    }

    private Matcher matched() {
        Matcher matcher = (isCalVer() ? CALVER : SEMVER).matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("a version that was accepted no longer parses: " + text);
        }
        return matcher;
    }

    @Override
    public int compareTo(Version other) {
        return Comparator.comparingLong(Version::major)
                .thenComparingLong(Version::minor)
                .thenComparingLong(Version::patch)
                .thenComparing(Version::preRelease, Version::comparePreRelease)
                .compare(this, other);
    }

    private static int comparePreRelease(List<String> left, List<String> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return Boolean.compare(left.isEmpty(), right.isEmpty()); // a final version is above its candidates
        }
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = compareIdentifier(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int compareIdentifier(String left, String right) {
        boolean leftNumeric = left.chars().allMatch(c -> c >= '0' && c <= '9');
        boolean rightNumeric = right.chars().allMatch(c -> c >= '0' && c <= '9');
        if (leftNumeric && rightNumeric) {
            return new BigInteger(left).compareTo(new BigInteger(right));
        }
        return leftNumeric == rightNumeric ? left.compareTo(right) : Boolean.compare(rightNumeric, leftNumeric);
    }

    @Override
    public String toString() {
        return text;
    }
}
