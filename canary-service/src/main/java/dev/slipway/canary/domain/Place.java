package dev.slipway.canary.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What is measured: the canary at one of its steps, or all of the environment after promotion. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Place.AtStep.class, name = "step"),
    @JsonSubTypes.Type(value = Place.InWatch.class, name = "watch")
})
public sealed interface Place {
    String stage();

    /** The canary at a weight; {@code step} counts from 0. */
    record AtStep(String stage, int step) implements Place {}

    /** The version is the stable one now: there is nothing beside it to compare it with. */
    record InWatch(String stage) implements Place {}
}
