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
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/**
 * How decisions stand in their topic. The value is the open alert, or nothing when it is resolved or forgotten; the
 * headers say what was decided and for which alert of which webhook. A record without a value and without a receipt
 * forgets the alert. One with the header {@code checked} is of a replay, and says only for which channels the alert is
 * open afterwards.
 */
final class DecisionRecords {
    private final OpenAlertJson json = new OpenAlertJson();

    /** @param partition of the webhook */
    Message message(DecisionRecord decision, int partition, CamelContext context) {
        Message record = keyed(decision.key(), partition, context);
        Dispatch dispatch = decision.dispatch();
        record.setBody(decision.open().map(json::write).orElse(null));
        record.setHeader(RecordHeaders.RECEIPT, decision.alert().receipt());
        record.setHeader(RecordHeaders.INDEX, String.valueOf(decision.alert().index()));
        record.setHeader(RecordHeaders.CHANNELS, json.list(dispatch.channels()));
        record.setHeader(RecordHeaders.OPENS, json.list(dispatch.opens()));
        record.setHeader(RecordHeaders.SEVERITY, dispatch.severity().word());
        record.setHeader(RecordHeaders.RULES, dispatch.rules());
        record.setHeader(RecordHeaders.WHY, dispatch.why());
        return record;
    }

    /** @param partition of the webhook */
    Message message(ReplayDecision.Change change, int partition, CamelContext context) {
        Replayed replayed = change.replayed();
        Message record = keyed(replayed.key(), partition, context);
        record.setBody(change.open().map(json::write).orElse(null));
        record.setHeader(RecordHeaders.RECEIPT, replayed.alert().receipt());
        record.setHeader(RecordHeaders.INDEX, String.valueOf(replayed.alert().index()));
        record.setHeader(RecordHeaders.CHANNEL, replayed.channel());
        record.setHeader(RecordHeaders.STATUS, replayed.status().word());
        record.setHeader(RecordHeaders.SEVERITY, replayed.severity().word());
        record.setHeader(RecordHeaders.RULES, replayed.rules());
        record.setHeader(RecordHeaders.WHY, replayed.why());
        record.setHeader(RecordHeaders.CHECKED, String.valueOf(replayed.checked()));
        return record;
    }

    Message forget(String key, int partition, CamelContext context) {
        return keyed(key, partition, context);
    }

    /** @param channels the names that a damaged header of an earlier version may stand for */
    void addTo(DecisionHistory history, StoredRecord record, KnownNames channels) throws UnreadableDecisionException {
        if (record.key().isEmpty()) {
            throw new UnreadableDecisionException("the record has no key");
        }
        if (tombstone(record) && record.header(RecordHeaders.RECEIPT).isEmpty()) {
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

    private static Message keyed(String key, int partition, CamelContext context) {
        Message record = new DefaultMessage(context);
        record.setHeader(KafkaConstants.KEY, key);
        record.setHeader(KafkaConstants.PARTITION_KEY, partition);
        return record;
    }

    private static String required(StoredRecord record, String name) throws UnreadableDecisionException {
        return record.header(name)
                .orElseThrow(() -> new UnreadableDecisionException("the record has no header " + name));
    }

    private static boolean tombstone(StoredRecord record) {
        return record.value().length == 0;
    }
}
