package io.alertrelay.kafka;

import io.alertrelay.record.StoredRecord;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Skips unreadable records of a topic where they can't be quarantined, because the topic keeps a state: they are
 * counted, and one log line names the first. For one thread.
 */
public final class SkippedRecords {
    private static final Logger LOG = LoggerFactory.getLogger(SkippedRecords.class);

    private final String topic;
    private int count;
    private String first = "";

    public SkippedRecords(String topic) {
        this.topic = topic;
    }

    /** A visitor that skips the records for which the other one fails. */
    public Predicate<StoredRecord> passingOver(Predicate<StoredRecord> visitor) {
        return record -> {
            try {
                return visitor.test(record);
            } catch (RuntimeException | StackOverflowError e) {
                if (!RecordFault.isCausedByRecord(e)) {
                    throw e;
                }
                skipped(record, RecordFault.describe(e));
                return true;
            }
        };
    }

    /** A record is skipped. */
    public void skipped(StoredRecord record, String why) {
        if (count++ == 0) {
            first = record.partition() + " offset " + record.offset() + ": " + why;
        }
    }

    /** Logs what was skipped since the last call, if anything. */
    public void log() {
        if (count > 0) {
            LOG.error(
                    "{} records of {} can't be read and are left out, the first at {}-{}", count, topic, topic, first);
        }
        count = 0;
    }
}
