package io.alertrelay.camel;

import io.alertrelay.alert.RecordTime;
import io.alertrelay.arms.Sender;
import io.alertrelay.intake.ReceiptId;
import io.alertrelay.intake.ReceiptId.Journal;
import io.alertrelay.pipeline.OpenAlerts;
import io.alertrelay.pipeline.StoredWebhook;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

/**
 * A record of the webhooks topic, as it was handed out.
 *
 * @param open the state of its partition at that time, by which a record that was handed out before a rewind or a
 *     rebalance is told from one after it; empty if the partition was lost meanwhile
 * @param headers of the record, as text, those that quarantine keeps
 */
record PolledWebhook(
        RecordPosition position, Optional<OpenAlerts> open, StoredWebhook webhook, Map<String, String> headers)
        implements Polled {
    private static final List<String> KEPT = List.of(
            RecordHeaders.INTEGRATION,
            RecordHeaders.SOURCE,
            RecordHeaders.RECEIVED_AT,
            RecordHeaders.MEDIA_TYPE,
            RecordHeaders.NONCE,
            RecordHeaders.TRACE);

    static PolledWebhook of(Message record, Decisions decisions) {
        RecordPosition position = RecordPosition.of(record);
        Map<String, String> headers = new HashMap<>();
        KEPT.forEach(name ->
                RecordHeaders.text(record, name).ifPresent(text -> headers.put(name, RecordHeaders.shortened(text))));
        String receipt = receipt(record, position);
        byte[] body = record.getBody(byte[].class);
        return new PolledWebhook(
                position,
                decisions.of(position.partition()),
                new StoredWebhook(
                        receipt,
                        position.offset(),
                        headers.getOrDefault(RecordHeaders.INTEGRATION, ""),
                        receivedAt(record, headers),
                        Sender.ofWord(headers.getOrDefault(RecordHeaders.SOURCE, "")),
                        body == null ? new byte[0] : body),
                headers);
    }

    /** The receipt of the record, whatever it is. */
    static String receipt(Message record, RecordPosition position) {
        return new ReceiptId(
                        Journal.WEBHOOKS,
                        position.partition().partition(),
                        position.offset(),
                        ReceiptId.nonce(RecordHeaders.text(record, RecordHeaders.NONCE)))
                .toString();
    }

    /** As the relay wrote it; of a record that it did not write, when that was appended. */
    private static Instant receivedAt(Message record, Map<String, String> headers) {
        try {
            return RecordTime.parse(headers.getOrDefault(RecordHeaders.RECEIVED_AT, ""));
        } catch (DateTimeException e) {
            return Instant.ofEpochMilli(record.getHeader(KafkaConstants.TIMESTAMP, 0L, Long.class));
        }
    }

    @Override
    public String receipt() {
        return webhook.receipt();
    }

    @Override
    public int bytes() {
        return webhook.body().length;
    }
}
