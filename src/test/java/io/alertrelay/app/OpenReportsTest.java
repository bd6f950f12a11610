package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import io.alertrelay.record.DecisionRecord;
import io.alertrelay.record.OpenAlert;
import io.alertrelay.record.StoredRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the relay reported of itself and is not over, after partitions were raised. */
class OpenReportsTest {
    private static final int BEFORE = 0;
    private static final int NOW = 4;

    private final OpenReports reports = new OpenReports();

    @Test
    void whatStandsInThePartitionThatItHadBeforeDoesNotOpenItAgainInWhicheverOrderTheyAreRead() {
        reports.read(record("held-a", BEFORE, true));
        reports.read(record("held-a", NOW, true));
        reports.read(record("held-a", NOW, false));
        reports.read(record("held-b", NOW, true));
        reports.read(record("held-b", NOW, false));
        reports.read(record("held-b", BEFORE, true));
        reports.read(record("held-c", NOW, true));
        reports.read(record("held-c", BEFORE, true));
        reports.read(record("held-c", BEFORE, false));

        assertThat(reports.open()).isEqualTo(Map.of("held-c", Severity.WARNING));
    }

    private static StoredRecord record(String id, int partition, boolean open) {
        String key = "relay-self:" + id;
        OpenAlert alert =
                new OpenAlert(List.of("oncall"), Severity.WARNING, "rules", "why", Instant.EPOCH, Instant.EPOCH);
        byte[] value = open ? DecisionRecord.adopted(key, alert, BEFORE).value().orElseThrow() : new byte[0];
        return new StoredRecord(partition, 0, Instant.EPOCH, key, Map.of(), value);
    }
}
