package io.alertrelay.find;

import io.alertrelay.record.StoredRecord;
import java.util.List;

/** What of a record is looked for. */
@FunctionalInterface
interface RecordReading {
    /**
     * The alerts of it, in its order.
     *
     * @param from only those from this index on
     */
    List<Hit> hits(StoredRecord record, int from);
}
