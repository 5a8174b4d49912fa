package dev.slipway.audit.application;

import dev.slipway.audit.domain.Letter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The messages that dead letters are, where they are kept. Both throw where the broker does not answer. */
public interface KeptMessages {
    /** Empty where what is kept there is not, or no longer, what the trail has the digest of. */
    Optional<Message> read(Letter letter);

    /**
     * Sends it, as it had come, to the topic that it had come on; returns when the broker has it.
     *
     * @return false where it cannot be read as above; then nothing was sent
     */
    boolean resend(Letter letter);

    /**
     * A message as it had come.
     *
     * @param value null where it had none
     */
    record Message(List<Header> headers, @Nullable Shown value) {
        public Message {
            headers = List.copyOf(headers);
        }
    }

    /** @param value null where it had none */
    record Header(String name, @Nullable Shown value) {}

    /** Bytes for people: as text where they are text, else as Base64. One of the two is there. */
    record Shown(@Nullable String text, @Nullable String base64) {}
}
