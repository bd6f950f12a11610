package io.alertrelay.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeaderTextsTest {
    private final HeaderTexts headers = new HeaderTexts(
            new String[] {"channel", "index", "channel"},
            new byte[][] {"first".getBytes(UTF_8), {}, "支付".getBytes(UTF_8)});

    @Test
    void ofANameThatOccursTwiceTheLastOneCounts() {
        assertThat(headers.get("channel")).isEqualTo("支付");
        assertThat(headers.size()).isEqualTo(2);
        assertThat(headers).isEqualTo(Map.of("channel", "支付", "index", ""));
    }

    @Test
    void aNameThatTheRecordDoesNotHaveIsAbsent() {
        assertThat(headers.get("receipt")).isNull();
        assertThat(headers.containsKey("receipt")).isFalse();
        assertThat(headers.containsKey("index")).isTrue();
        assertThat(headers.getOrDefault("receipt", "none")).isEqualTo("none");
    }

    @Test
    void whatIsNotUtf8IsReadWithReplacementCharacters() {
        HeaderTexts damaged = new HeaderTexts(new String[] {"why"}, new byte[][] {"é".getBytes(ISO_8859_1)});

        assertThat(damaged.get("why")).isEqualTo("\uFFFD");
    }

    @Test
    void aStoredRecordHasThemLikeAnyOtherHeaders() {
        StoredRecord record = new StoredRecord(0, 7, Instant.EPOCH, "key", headers, new byte[0]);
        StoredRecord other =
                new StoredRecord(0, 7, Instant.EPOCH, "key", Map.of("channel", "支付", "index", ""), record.value());

        assertThat(record).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(record.header("channel")).contains("支付");
        assertThat(record.header("receipt")).isEmpty();
    }
}
