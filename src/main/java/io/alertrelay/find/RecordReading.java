package io.alertrelay.find;

import io.alertrelay.record.StoredRecord;
import java.util.List;

/** Finds the matching alerts of a record. */
@FunctionalInterface
interface RecordReading {
    /**
     * The matching alerts, in the order of the record.
     *
     * @param from only those from this index on
     */
    List<Hit> hits(StoredRecord record, int from);
}
