package io.alertrelay.camel;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.intake.ReceiptId;
import io.alertrelay.kafka.StoredRecord;
import io.alertrelay.pipeline.AlertRef;
import io.alertrelay.pipeline.DecisionHistory;
import io.alertrelay.pipeline.DecisionRecord;
import io.alertrelay.pipeline.Dispatch;
import io.alertrelay.pipeline.OpenAlert;
import io.alertrelay.pipeline.OpenAlertJson;
import io.alertrelay.pipeline.ReplayDecision;
import io.alertrelay.pipeline.Replayed;
import io.alertrelay.pipeline.UnreadableDecisionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * How decisions stand in their topic. The value is the open alert, or nothing when it is resolved or forgotten; the
 * headers say what was decided and for which alert of which webhook. A record without a value and without a receipt
 * forgets the alert. One with the header {@code checked} is of a replay, and says only for which channels the alert is
 * open afterwards. One with the header {@code adopted} was open in another partition, that its integration had before; a
 * last one, which is of no alert, says that these are all.
 */
final class DecisionRecords {
    /** On what is taken over from another partition: its number. */
    static final String ADOPTED = "adopted";
    /** The key of the record that says that all is taken over. No alert's, which begins with its integration's name. */
    static final String ALL_ADOPTED = ":adopted";

    private final OpenAlertJson json = new OpenAlertJson();
    private final String topic;

    /** @param topic of the decisions */
    DecisionRecords(String topic) {
        this.topic = topic;
    }

    /** @param partition of the webhook */
    ProducerRecord<byte[], byte[]> record(DecisionRecord decision, int partition) {
        Dispatch dispatch = decision.dispatch();
        return about(decision.key(), partition, decision.alert(), decision.open())
                .with(RecordHeaders.CHANNELS, json.list(dispatch.channels()))
                .with(RecordHeaders.OPENS, json.list(dispatch.opens()))
                .with(RecordHeaders.SEVERITY, dispatch.severity().word())
                .with(RecordHeaders.RULES, dispatch.rules())
                .with(RecordHeaders.WHY, dispatch.why())
                .record();
    }

    /** @param partition of the webhook */
    ProducerRecord<byte[], byte[]> record(ReplayDecision.Change change, int partition) {
        Replayed replayed = change.replayed();
        return about(replayed.key(), partition, replayed.alert(), change.open())
                .with(RecordHeaders.CHANNEL, replayed.channel())
                .with(RecordHeaders.STATUS, replayed.status().word())
                .with(RecordHeaders.SEVERITY, replayed.severity().word())
                .with(RecordHeaders.RULES, replayed.rules())
                .with(RecordHeaders.WHY, replayed.why())
                .with(RecordHeaders.CHECKED, String.valueOf(replayed.checked()))
                .record();
    }

    ProducerRecord<byte[], byte[]> forget(String key, int partition) {
        return new Draft(topic, partition, key, null).record();
    }

    /** The value of an open alert. */
    byte[] value(OpenAlert alert) {
        return json.write(alert);
    }

    private Draft about(String key, int partition, AlertRef alert, Optional<OpenAlert> open) {
        return new Draft(topic, partition, key, open.map(json::write).orElse(null))
                .with(RecordHeaders.RECEIPT, alert.receipt())
                .with(RecordHeaders.INDEX, String.valueOf(alert.index()));
    }

    /** @param channels the names that a damaged header of an earlier version may stand for */
    void addTo(DecisionHistory history, StoredRecord record, KnownNames channels) throws UnreadableDecisionException {
        if (record.key().isEmpty()) {
            throw new UnreadableDecisionException("the record has no key");
        }
        if (record.header(ADOPTED).isPresent()) {
            if (!record.key().equals(ALL_ADOPTED)) {
                history.adopted(record.key(), json.read(record.value()));
            }
        } else if (tombstone(record) && record.header(RecordHeaders.RECEIPT).isEmpty()) {
            history.forgotten(record.key());
        } else if (record.header(RecordHeaders.CHECKED).isPresent()) {
            history.add(change(record));
        } else {
            history.add(decision(history, record, channels));
        }
    }

    private ReplayDecision.Change change(StoredRecord record) throws UnreadableDecisionException {
        Replayed replayed = new Replayed(
                alert(record),
                record.key(),
                AlertStatus.ofWord(required(record, RecordHeaders.STATUS)),
                json.severity(required(record, RecordHeaders.SEVERITY)),
                required(record, RecordHeaders.CHANNEL),
                required(record, RecordHeaders.RULES),
                required(record, RecordHeaders.WHY),
                record.storedAt(),
                offset(required(record, RecordHeaders.CHECKED)));
        return new ReplayDecision.Change(replayed, open(record));
    }

    private Optional<OpenAlert> open(StoredRecord record) throws UnreadableDecisionException {
        return tombstone(record) ? Optional.empty() : Optional.of(json.read(record.value()));
    }

    private static long offset(String text) throws UnreadableDecisionException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new UnreadableDecisionException("no offset: " + text);
        }
    }

    private DecisionRecord decision(DecisionHistory history, StoredRecord record, KnownNames channels)
            throws UnreadableDecisionException {
        AlertRef alert = alert(record);
        boolean sent = !history.isToBeRouted(alert);
        Dispatch dispatch = new Dispatch(
                names(record, RecordHeaders.CHANNELS, channels, sent),
                names(record, RecordHeaders.OPENS, channels, sent),
                json.severity(required(record, RecordHeaders.SEVERITY)),
                required(record, RecordHeaders.RULES),
                required(record, RecordHeaders.WHY));
        return new DecisionRecord(alert, record.key(), dispatch, open(record));
    }

    /** @param sent whether its events are out: then the names are of no more use than to be known */
    private List<String> names(StoredRecord record, String header, KnownNames channels, boolean sent)
            throws UnreadableDecisionException {
        List<String> names = new ArrayList<>();
        for (String written : json.list(required(record, header))) {
            Optional<String> name = channels.named(written);
            if (name.isEmpty() && !sent) {
                throw new UnreadableDecisionException("header " + header + ": found \"" + written
                        + "\", which may stand for several channels or for none; the alert is routed anew");
            }
            names.add(name.orElse(written));
        }
        return names;
    }

    private static AlertRef alert(StoredRecord record) throws UnreadableDecisionException {
        String receipt = required(record, RecordHeaders.RECEIPT);
        String index = required(record, RecordHeaders.INDEX);
        ReceiptId id =
                ReceiptId.parse(receipt).orElseThrow(() -> new UnreadableDecisionException("no receipt: " + receipt));
        try {
            return new AlertRef(receipt, id.offset(), Integer.parseInt(index));
        } catch (NumberFormatException e) {
            throw new UnreadableDecisionException("no index: " + index);
        }
    }

    private static String required(StoredRecord record, String name) throws UnreadableDecisionException {
        return record.header(name)
                .orElseThrow(() -> new UnreadableDecisionException("the record has no header " + name));
    }

    private static boolean tombstone(StoredRecord record) {
        return record.value().length == 0;
    }
}
