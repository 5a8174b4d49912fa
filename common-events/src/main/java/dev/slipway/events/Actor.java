package dev.slipway.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who did it: a person, a CI system or one of our services; on the wire {@code person:ada}, {@code service:gate}. */
public record Actor(Kind kind, String name) {
    /** What an actor is. */
    public enum Kind {
        PERSON,
        CI,
        SERVICE
    }

    public Actor {
        if (name.isBlank() || name.length() > 200) {
            throw new IllegalArgumentException("actor name has " + name.length() + " characters: give 1 to 200");
        }
    }

    public static Actor person(String name) {
        return new Actor(Kind.PERSON, name);
    }

    public static Actor ci(String name) {
        return new Actor(Kind.CI, name);
    }

    public static Actor service(String name) {
        return new Actor(Kind.SERVICE, name);
    }

    @JsonCreator
    static Actor parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("actor '" + text + "' is not of the form kind:name");
        }
        String kind = text.substring(0, colon);
        return switch (kind) {
            case "person" -> person(text.substring(colon + 1));
            case "ci" -> ci(text.substring(colon + 1));
            case "service" -> service(text.substring(colon + 1));
            default ->
                throw new IllegalArgumentException(
                        "actor '" + text + "' is of the kind '" + kind + "': give person, ci or service");
        };
    }

    @Override
    @JsonValue
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + name;
    }
}
