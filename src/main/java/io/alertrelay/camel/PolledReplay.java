package io.alertrelay.camel;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.intake.ReceiptId;
import io.alertrelay.pipeline.AlertRef;
import io.alertrelay.pipeline.OpenAlertJson;
import io.alertrelay.pipeline.OpenAlerts;
import io.alertrelay.pipeline.Replayed;
import io.alertrelay.pipeline.UnreadableDecisionException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

/**
 * A record of the topic of replayed events, as it was handed out.
 *
 * @param assignment of its partition at that time, by which a record that was handed out before a rewind or a rebalance
 *     is told from one after it; empty if the partition was lost meanwhile
 * @param open the open alerts of the partition of webhooks that it stems from; empty if that is not this relay's now
 * @param replayed what it is
 * @param headers of the record for the channel's topic
 * @param event the exact bytes to send
 */
record PolledReplay(
        RecordPosition position,
        Optional<Decisions.Assignment> assignment,
        Optional<OpenAlerts> open,
        Replayed replayed,
        Map<String, String> headers,
        byte[] event)
        implements Polled {
    /** Those that go on to the channel's topic as they are. */
    private static final List<String> KEPT = List.of(
            RecordHeaders.RECEIPT,
            RecordHeaders.INDEX,
            RecordHeaders.INTEGRATION,
            RecordHeaders.RECEIVED_AT,
            RecordHeaders.STATUS,
            RecordHeaders.SEVERITY,
            RecordHeaders.RULES,
            RecordHeaders.WHY,
            RecordHeaders.CHANNELS,
            RecordHeaders.STARTS_AT,
            RecordHeaders.REPLAY);

    /** @throws UnreadableRecordException if it is none */
    static PolledReplay of(Message record, Decisions decisions) throws UnreadableRecordException {
        RecordPosition position = RecordPosition.of(record);
        Map<String, String> headers = new HashMap<>();
        KEPT.forEach(name -> RecordHeaders.text(record, name).ifPresent(text -> headers.put(name, text)));
        headers.computeIfPresent(RecordHeaders.CHANNELS, (name, list) -> named(list, decisions.channelNames()));
        byte[] event = record.getBody(byte[].class);
        return new PolledReplay(
                position,
                decisions.assignment(position.partition()),
                decisions.ofPartition(position.partition().partition()),
                replayed(record, position.partition().partition(), decisions.channelNames()),
                headers,
                event == null ? new byte[0] : event);
    }

    private static Replayed replayed(Message record, int partition, KnownNames channels)
            throws UnreadableRecordException {
        String receipt = RecordHeaders.required(record, RecordHeaders.RECEIPT);
        ReceiptId webhook = ReceiptId.parse(receipt)
                .orElseThrow(() -> new UnreadableRecordException(
                        "header receipt: found \"" + receipt + "\", expected one of a webhook"));
        // Its integration may have had another partition then: that was before all that stands in this one.
        long offset = webhook.partition() == partition ? webhook.offset() : 0;
        try {
            return new Replayed(
                    new AlertRef(
                            receipt, offset, Integer.parseInt(RecordHeaders.required(record, RecordHeaders.INDEX))),
                    record.getHeader(KafkaConstants.KEY, "", String.class),
                    AlertStatus.ofWord(RecordHeaders.required(record, RecordHeaders.STATUS)),
                    severity(RecordHeaders.required(record, RecordHeaders.SEVERITY)),
                    channel(RecordHeaders.required(record, RecordHeaders.CHANNEL), channels),
                    RecordHeaders.required(record, RecordHeaders.RULES),
                    RecordHeaders.required(record, RecordHeaders.WHY),
                    Instant.ofEpochMilli(record.getHeader(KafkaConstants.TIMESTAMP, 0L, Long.class)),
                    Long.parseLong(RecordHeaders.required(record, RecordHeaders.CHECKED)));
        } catch (NumberFormatException e) {
            throw new UnreadableRecordException("a header of the record can't be read: " + e.getMessage());
        }
    }

    /** An earlier version may have written it in another charset; no such topic would ever exist. */
    private static String channel(String written, KnownNames channels) throws UnreadableRecordException {
        return channels.named(written)
                .orElseThrow(() -> new UnreadableRecordException("header channel: found \"" + written
                        + "\", which may stand for several channels or for none; expected a channel's name"));
    }

    /** Likewise of a list, where what can't be told does no harm. */
    private static String named(String list, KnownNames channels) {
        OpenAlertJson json = new OpenAlertJson();
        try {
            return json.list(json.list(list).stream()
                    .map(written -> channels.named(written).orElse(written))
                    .toList());
        } catch (UnreadableDecisionException e) {
            return list;
        }
    }

    private static Severity severity(String word) throws UnreadableRecordException {
        return Severity.ofWord(word)
                .orElseThrow(() -> new UnreadableRecordException(
                        "header severity: found \"" + word + "\", expected Critical, Warning or Info"));
    }

    /** Whether it may have been let in before. */
    boolean redone() {
        return assignment.filter(now -> position.offset() < now.end()).isPresent();
    }

    @Override
    public String receipt() {
        return replayed.alert().receipt();
    }

    @Override
    public int bytes() {
        return event.length;
    }
}
