package io.alertrelay.record;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * A record of the topic of decisions, written before anything is sent: enough to know later where the recovery goes,
 * and to repeat the decision after a crash. Its key is that of its alert. The value is the open alert, or nothing when
 * it is resolved; the headers have the decision, and the alert and webhook it is for. A record without value and
 * without receipt {@linkplain #forget forgets} the alert. One that is {@linkplain #adopted adopted} was open in another
 * partition that its integration had before; a last one, without an alert, marks the end of these.
 *
 * @param alert the alert it was made for
 * @param key of the alert
 * @param dispatch where it is sent
 * @param open the alert as it is open afterwards; empty for a recovery
 */
public record DecisionRecord(AlertRef alert, String key, Dispatch dispatch, Optional<OpenAlert> open) {
    /** Never an alert's key, which begins with its integration's name. */
    private static final String ALL_ADOPTED = ":adopted";

    /** The assignment of a decision that does not say in which it was written: before any other. */
    public static final int NO_ASSIGNMENT = -1;

    /** As written to the topic. */
    public NewRecord draft() {
        return begin(key, alert, open)
                .with(HeaderNames.CHANNELS, RecordJson.list(dispatch.channels()))
                .with(HeaderNames.OPENS, RecordJson.list(dispatch.opens()))
                .with(HeaderNames.SEVERITY, dispatch.severity().word())
                .with(HeaderNames.RULES, dispatch.rules())
                .with(HeaderNames.WHY, dispatch.why());
    }

    /**
     * The same, with the assignment in which it is written.
     *
     * @param assignment the generation of the group in which the relay has the partition: higher than that in which any
     *     other had it before; empty if it does not know it
     * @param journalId the id of the topic of webhooks; empty if it is not known
     */
    public NewRecord draft(OptionalInt assignment, Optional<String> journalId) {
        return in(assignment, draft().with(HeaderNames.JOURNAL, journalId));
    }

    private static NewRecord in(OptionalInt assignment, NewRecord record) {
        assignment.ifPresent(generation -> record.with(HeaderNames.ASSIGNMENT, String.valueOf(generation)));
        return record;
    }

    /**
     * The assignment that it was written in; less than any if it does not say, as those of earlier versions.
     *
     * @throws UnreadableRecordException if it is malformed
     */
    public static int assignment(StoredRecord record) throws UnreadableRecordException {
        return record.header(HeaderNames.ASSIGNMENT).isEmpty()
                ? NO_ASSIGNMENT
                : (int) record.requiredNumber(HeaderNames.ASSIGNMENT, Integer.MAX_VALUE);
    }

    /**
     * The id of the topic of webhooks that a decision, or a {@link ReplayChange}, was written for: offsets of one that
     * was recreated since say nothing about it. Empty if it does not say, as those of earlier versions.
     */
    public static Optional<String> journalId(StoredRecord record) {
        return record.header(HeaderNames.JOURNAL);
    }

    /**
     * A record that drops the alert.
     *
     * @param assignment see {@link #draft(OptionalInt, Optional)}
     */
    public static NewRecord forget(String key, OptionalInt assignment) {
        return in(assignment, NewRecord.tombstone(key));
    }

    /** Whether the record is such a record. */
    public static boolean forgets(StoredRecord record) {
        return record.isTombstone() && record.header(HeaderNames.RECEIPT).isEmpty();
    }

    /**
     * A record that takes an open alert over from another partition.
     *
     * @param from the other partition
     */
    public static NewRecord adopted(String key, OpenAlert alert, int from) {
        return new NewRecord(key, alert.bytes()).with(HeaderNames.ADOPTED, String.valueOf(from));
    }

    /**
     * A record that marks the end of a take-over.
     *
     * @param count of the alerts
     * @param from the other partition
     */
    public static NewRecord allAdopted(int count, int from) {
        return new NewRecord(ALL_ADOPTED, String.valueOf(count).getBytes(StandardCharsets.UTF_8))
                .with(HeaderNames.ADOPTED, String.valueOf(from));
    }

    /** Whether the record is {@linkplain #allAdopted that one}. */
    public static boolean isAllAdopted(StoredRecord record) {
        return record.key().equals(ALL_ADOPTED);
    }

    /** Whether the record belongs to a take-over from another partition. */
    public static boolean isAdopted(StoredRecord record) {
        return record.header(HeaderNames.ADOPTED).isPresent();
    }

    static NewRecord begin(String key, AlertRef alert, Optional<OpenAlert> open) {
        return open.map(now -> new NewRecord(key, now.bytes()))
                .orElseGet(() -> NewRecord.tombstone(key))
                .with(HeaderNames.RECEIPT, alert.receipt())
                .with(HeaderNames.INDEX, String.valueOf(alert.index()));
    }

    /**
     * Reads one.
     *
     * @param channels the names that a damaged header of an earlier version may mean
     * @param toBeRouted whether the alert will be routed again: otherwise its names are only informative
     * @throws UnreadableRecordException if it is malformed
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
                        + "\", which may stand for several channels or for none; the alert is routed again");
            }
            names.add(name.orElse(written));
        }
        return names;
    }

    /** The state of the alert that it was made for. */
    public AlertState state() {
        return new AlertState(alert, open.isPresent() ? AlertStatus.FIRING : AlertStatus.RESOLVED);
    }

    /**
     * Whether it can have been made for the alert; a changed reader of webhooks may find another alert at that index.
     */
    public boolean fits(Alert other) {
        return key.equals(other.key()) && state().status() == other.status();
    }
}
