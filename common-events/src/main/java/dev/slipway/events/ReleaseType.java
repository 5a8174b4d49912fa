package dev.slipway.events;

/** What kind of release it is: from the version and the request. */
public enum ReleaseType implements Label {
    PATCH,
    MINOR,
    MAJOR,
    PRE_RELEASE,
    HOTFIX
}
