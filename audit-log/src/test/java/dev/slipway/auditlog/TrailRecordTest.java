package dev.slipway.auditlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailRecordTest {

    private static final Hash PREVIOUS = Hash.leaf("before".getBytes(UTF_8));
    private static final Hash CONTENT =
            Content.of(new byte[32], "what was said".getBytes(UTF_8)).commitment();
    private static final TrailRecord RECORD = new TrailRecord(
            "gate/r-1/3/0",
            "r-1",
            2,
            PREVIOUS,
            "GatePassed",
            Instant.parse("2026-11-21T04:00:00.120Z"),
            5,
            new TrailRecord.Source("GatePassed", 3, 42),
            CONTENT);

    /** If this changes, every record that was ever stored is no longer in the log. */
    private static final String BYTES = """
            {"v":1,"id":"gate/r-1/3/0","release":"r-1","seq":2,\
            "prev":"PREV",\
            "type":"GatePassed","time":"2026-11-21T04:00:00.120Z","clock":5,\
            "topic":"GatePassed","partition":3,"offset":42,\
            "content":"CONTENT"}""".replace(
                    "PREV", "2f4cb6916fa42005660d363b5da123f6afda6e64f0297462c1e61352215d5ac9")
            .replace("CONTENT", "e7c082034c167dfb2aca6f58bedf7f8f7741fe5a53cc3862b7d317e4173f4412");

    @Test
    void bytesAreTheSameForEver() {
        assertThat(new String(RECORD.bytes(), UTF_8)).isEqualTo(BYTES);
        assertThat(RECORD.leaf()).isEqualTo(Hash.leaf(BYTES.getBytes(UTF_8)));
    }

    @Test
    void isReadAsItWasWritten() {
        assertThat(TrailRecord.parse(BYTES.getBytes(UTF_8))).isEqualTo(RECORD);
    }

    @Test
    void keepsEveryCharacterOfAnId() {
        var odd = new TrailRecord(
                "a\"b\\c\nd\u2028é😀",
                "r-1",
                0,
                Hash.NONE,
                "GatePassed",
                Instant.EPOCH,
                0,
                new TrailRecord.Source("GatePassed", 0, 0),
                CONTENT);

        assertThat(TrailRecord.parse(odd.bytes())).isEqualTo(odd);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"v\":1|\"v\":2",
                "\"v\":1|\"v\":1,\"more\":1",
                "\"v\":1|\"v\": 1",
                "\"seq\":2|\"seq\":2.0",
                "\"seq\":2|\"seq\":\"2\"",
                "\"seq\":2|\"seq\":-2",
                "\"seq\":2|\"seq\":0",
                "\"seq\":2|\"seq\":2,\"seq\":2",
                "\"seq\":2,|",
                "\"prev\":\"|\"prev\":\"00",
                "\"id\":\"gate/r-1/3/0\"|\"id\":null",
                "\"id\":\"gate/r-1/3/0\"|\"id\":\"\"",
                "04:00:00.120Z|04:00:00.12Z",
                "04:00:00.120Z|24:61",
                "}|",
                "}|} ",
            })
    void whatThisLogDoesNotWriteIsRefused(String change) {
        String[] parts = change.split("\\|", 2);
        String changed = BYTES.replace(parts[0], parts[1]);

        assertThat(changed).isNotEqualTo(BYTES);
        assertThatThrownBy(() -> TrailRecord.parse(changed.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
