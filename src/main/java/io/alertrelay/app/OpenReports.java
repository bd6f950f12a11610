package io.alertrelay.app;

import io.alertrelay.alert.Severity;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.record.OpenAlert;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.UnreadableRecordException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The problems that the relay reported and that are not over, as the topic of decisions says. Its partitions come in
 * any order. When they are raised an alert moves to a higher one, if to any, and what stands of it in the lower one
 * stays.
 */
final class OpenReports {
    private final Map<String, Severity> open = new HashMap<>();
    private final Map<String, Integer> partitions = new HashMap<>();

    /** The next record of its partition, whatever it is about. */
    void read(StoredRecord record) {
        Optional<String> id = Pipelines.ownAlert(record.key());
        if (id.isPresent() && partitions.merge(id.get(), record.partition(), Math::max) == record.partition()) {
            try {
                OpenAlert.of(record)
                        .ifPresentOrElse(alert -> open.put(id.get(), alert.severity()), () -> open.remove(id.get()));
            } catch (UnreadableRecordException e) {
                // Who routes passes over it, too.
            }
        }
    }

    /** Their ids, with how severe each was when it was reported last. */
    Map<String, Severity> open() {
        return open;
    }
}
