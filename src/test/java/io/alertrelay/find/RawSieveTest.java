package io.alertrelay.find;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.WebhookReceipts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Which records a search reads. */
class RawSieveTest {
    private static final TopicNames NAMES = new TopicNames("alert-relay.");

    @Test
    void anAlertOfABodyThatWasEncodedOnceMoreIsFound() throws Exception {
        String json = ascii(Bodies.firing("磁盘", "critical", "payments"));
        byte[] body = ("\uFEFF\n\"" + json.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .getBytes(StandardCharsets.UTF_8);
        StoredRecord record = new StoredRecord(
                0,
                7,
                Instant.EPOCH,
                "arms-prod",
                Map.of(
                        HeaderNames.INTEGRATION, "arms-prod",
                        HeaderNames.NONCE, WebhookReceipts.NONCE,
                        HeaderNames.SOURCE, "arms",
                        HeaderNames.RECEIVED_AT, "2026-11-22T02:00:00Z"),
                body);
        AlertQuery query = AlertQuery.of(Map.of("text", List.of("磁盘")));

        assertThat(keeps(query, NAMES.webhooks(), body)).isTrue();
        assertThat(new AcceptedReading(query, name -> Optional.empty()).hits(record, 0))
                .hasSize(1);
    }

    @Test
    void whatHasNoneOfTheTextIsNotRead() throws Exception {
        AlertQuery query = AlertQuery.of(Map.of("text", List.of("磁盘")));
        byte[] quoted = "\"none\"".getBytes(StandardCharsets.UTF_8);

        assertThat(keeps(query, NAMES.quarantine(), quoted)).isFalse();
        for (String other : List.of("", " ", "{\"a\":\"b\"}")) {
            assertThat(keeps(query, NAMES.webhooks(), other.getBytes(StandardCharsets.UTF_8)))
                    .isFalse();
        }
    }

    private static boolean keeps(AlertQuery query, String topic, byte[] value) {
        return new RawSieve(query, Set.of(), NAMES, Optional.empty())
                .keeps(topic, new RecordHeaders(), ByteBuffer.wrap(value));
    }

    private static String ascii(String json) {
        return json.chars()
                .mapToObj(c -> c > '~' ? "\\u%04x".formatted(c) : String.valueOf((char) c))
                .collect(Collectors.joining());
    }
}
