package dev.slipway.audit.domain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a dead letter is kept: {@code <topic>.dlt/<partition>/<offset>}. */
public record Place(String topic, int partition, long offset) {
    private static final String SUFFIX = ".dlt";
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9._-]+\\.dlt)/(\\d{1,9})/(\\d{1,18})");

    public static Place of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "dead letter '" + text + "' is not of the form <topic>.dlt/<partition>/<offset>");
        }
        return new Place(matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3)));
    }

    /** The topic that it had come on. */
    public String sourceTopic() {
        return topic.substring(0, topic.length() - SUFFIX.length());
    }

    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset;
    }
}
