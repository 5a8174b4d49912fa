package dev.slipway.simulation;

/** What somebody may write to a topic beside what our services say. */
public enum Oddity {
    /** The value is no JSON. */
    NO_JSON,
    /** There is no value. */
    NO_VALUE,
    /** It is of a CloudEvents version that does not exist. */
    ANOTHER_SPECIFICATION,
    /** A part of the event is missing. */
    WITHOUT_A_PART,
    /** An event on the topic of another one. */
    ON_ANOTHERS_TOPIC,
    /** An event that a newer version may know. */
    UNKNOWN_TYPE,
    /** A known event with more in it than we know. */
    UNKNOWN_FIELD,
    /** What was said before, once more and under another key, so that it may be in another partition. */
    SAID_AGAIN
}
