package dev.slipway.gate.pipeline;

import dev.slipway.events.ReleaseType;
import dev.slipway.events.Version;
import org.jspecify.annotations.Nullable;

/** Derives what kind of release a version is. A hotfix is not seen from the version: somebody asks for it. */
public final class ReleaseTypes {
    private ReleaseTypes() {}

    /**
     * By the most significant number that is new; without a version before, by the numbers that are not zero. A date does
     * not say what changed, so a CalVer is a minor release: neither waved through as a patch nor held up as a major one.
     *
     * @param previous the version that was released last; null for the first
     */
    public static ReleaseType of(Version version, @Nullable Version previous) {
        if (!version.preRelease().isEmpty()) {
            return ReleaseType.PRE_RELEASE;
        }
        if (version.isCalVer() || (previous != null && previous.isCalVer())) {
            return ReleaseType.MINOR;
        }
        if (previous == null) {
            return version.patch() != 0
                    ? ReleaseType.PATCH
                    : version.minor() != 0 ? ReleaseType.MINOR : ReleaseType.MAJOR;
        }
        return version.major() != previous.major()
                ? ReleaseType.MAJOR
                : version.minor() != previous.minor() ? ReleaseType.MINOR : ReleaseType.PATCH;
    }
}
