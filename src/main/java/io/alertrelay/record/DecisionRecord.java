package io.alertrelay.record;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A record of the topic of decisions: what is written down of a decision before anything is sent, enough to know later
 * where the recovery goes, and to decide the same again after a crash. It stands under the key of its alert. The value
 * is the open alert, or nothing when it is resolved; the headers say what was decided and for which alert of which
 * webhook. A record without value and without receipt {@linkplain #forget forgets} the alert. One that is {@linkplain
 * #adopted adopted} was open in another partition, that its integration had before; a last one, which is of no alert,
 * says that these are all.
 *
 * @param alert which one it was made for
 * @param key of the alert
 * @param dispatch where it is sent
 * @param open the alert as it is open afterwards; empty for a recovery
 */
public record DecisionRecord(AlertRef alert, String key, Dispatch dispatch, Optional<OpenAlert> open) {
    /** No alert's key, which begins with its integration's name. */
    private static final String ALL_ADOPTED = ":adopted";

    /** As it is written. */
    public Draft draft() {
        return begin(key, alert, open)
                .with(HeaderNames.CHANNELS, RecordJson.list(dispatch.channels()))
                .with(HeaderNames.OPENS, RecordJson.list(dispatch.opens()))
                .with(HeaderNames.SEVERITY, dispatch.severity().word())
                .with(HeaderNames.RULES, dispatch.rules())
                .with(HeaderNames.WHY, dispatch.why());
    }

    /** A record after which the alert is forgotten. */
    public static Draft forget(String key) {
        return Draft.tombstone(key);
    }

    /** Whether the record is one. */
    public static boolean forgets(StoredRecord record) {
        return record.isTombstone() && record.header(HeaderNames.RECEIPT).isEmpty();
    }

    /**
     * A record after which an alert is open that was open in another partition.
     *
     * @param from the other partition
     */
    public static Draft adopted(String key, OpenAlert alert, int from) {
        return new Draft(key, alert.bytes()).with(HeaderNames.ADOPTED, String.valueOf(from));
    }

    /**
     * A record that says that all is taken over.
     *
     * @param count of the alerts
     * @param from the other partition
     */
    public static Draft allAdopted(int count, int from) {
        return new Draft(ALL_ADOPTED, String.valueOf(count).getBytes(StandardCharsets.UTF_8))
                .with(HeaderNames.ADOPTED, String.valueOf(from));
    }

    /** Whether the record is {@linkplain #allAdopted that one}. */
    public static boolean isAllAdopted(StoredRecord record) {
        return record.key().equals(ALL_ADOPTED);
    }

    /** Whether the record is of an alert that was open in another partition, or says that these are all. */
    public static boolean isAdopted(StoredRecord record) {
        return record.header(HeaderNames.ADOPTED).isPresent();
    }

    static Draft begin(String key, AlertRef alert, Optional<OpenAlert> open) {
        return open.map(now -> new Draft(key, now.bytes()))
                .orElseGet(() -> Draft.tombstone(key))
                .with(HeaderNames.RECEIPT, alert.receipt())
                .with(HeaderNames.INDEX, String.valueOf(alert.index()));
    }

    /**
     * Reads one.
     *
     * @param channels the names that a damaged header of an earlier version may stand for
     * @param toBeRouted whether the alert is still to be routed: of one whose events are out, the names are of no more
     *     use than to be known
     * @throws UnreadableRecordException if it is none
     */
    public static DecisionRecord of(StoredRecord record, KnownNames channels, Predicate<AlertRef> toBeRouted)
            throws UnreadableRecordException {
        AlertRef alert = record.requiredAlert();
        boolean sent = !toBeRouted.test(alert);
        Dispatch dispatch = new Dispatch(
                names(record, HeaderNames.CHANNELS, channels, sent),
                names(record, HeaderNames.OPENS, channels, sent),
                record.requiredSeverity(),
                record.required(HeaderNames.RULES),
                record.required(HeaderNames.WHY));
        return new DecisionRecord(alert, record.key(), dispatch, OpenAlert.of(record));
    }

    private static List<String> names(StoredRecord record, String header, KnownNames channels, boolean sent)
            throws UnreadableRecordException {
        List<String> names = new ArrayList<>();
        for (String written : RecordJson.list(record.required(header))
                .orElseThrow(() -> new UnreadableRecordException("header " + header + " is no list of channels"))) {
            Optional<String> name = channels.named(written);
            if (name.isEmpty() && !sent) {
                throw new UnreadableRecordException("header " + header + ": found \"" + written
                        + "\", which may stand for several channels or for none; the alert is routed anew");
            }
            names.add(name.orElse(written));
        }
        return names;
    }

    /** The state of the alert that it was made for. */
    public AlertState state() {
        return new AlertState(alert, open.isPresent() ? AlertStatus.FIRING : AlertStatus.RESOLVED);
    }

    /** Whether it can have been made for the alert; a reader of webhooks that was mended may find another one there. */
    public boolean fits(Alert other) {
        return key.equals(other.key()) && state().status() == other.status();
    }
}
