package io.alertrelay.kafka;

import io.alertrelay.record.StoredRecord;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes over the records of a topic that nobody can read, where they can't be put into quarantine, because the topic
 * keeps a state: they are counted, and one line tells where the first of them is. For one thread.
 */
public final class SkippedRecords {
    private static final Logger LOG = LoggerFactory.getLogger(SkippedRecords.class);

    private final String topic;
    private int count;
    private String first = "";

    public SkippedRecords(String topic) {
        this.topic = topic;
    }

    /** A visitor that passes over the records that make the other one fail. */
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

    /** A record is passed over. */
    public void skipped(StoredRecord record, String why) {
        if (count++ == 0) {
            first = record.partition() + " offset " + record.offset() + ": " + why;
        }
    }

    /** How many are passed over since {@link #log} was called last. */
    public int count() {
        return count;
    }

    /** Says what was passed over since it was called last, if anything was. */
    public void log() {
        if (count > 0) {
            LOG.error(
                    "{} records of {} can't be read and are left out, the first at {}-{}", count, topic, topic, first);
        }
        count = 0;
    }
}
