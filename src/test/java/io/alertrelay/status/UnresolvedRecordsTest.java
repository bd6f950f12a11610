package io.alertrelay.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.StoredRecord;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What nobody has decided about yet. */
class UnresolvedRecordsTest {
    private final UnresolvedRecords undecided =
            new UnresolvedRecords(record -> "dl-" + record.partition() + "-" + record.offset());

    @Test
    void aDecisionTakesOffTheRecordThatItIsAboutAndASecondOneNothing() {
        add(0, 17, "payments", Map.of());
        add(0, 18, "payments", Map.of());
        add(1, 3, "oncall", Map.of());

        decide("dl-0-17");
        decide("dl-0-17");

        assertThat(undecided.of("payments")).isEqualTo(1);
        assertThat(undecided.of("oncall")).isEqualTo(1);
        assertThat(undecided.all()).isEqualTo(2);
        assertThat(undecided.of("nowhere")).isZero();
    }

    @Test
    void whatIsDeletedForItsAgeCountsNoMore() {
        add(0, 17, "payments", Map.of());
        add(0, 18, "payments", Map.of());
        add(1, 3, "payments", Map.of());

        undecided.begins(Map.of(0, 18L, 1, 0L));

        assertThat(undecided.of("payments")).isEqualTo(2);
    }

    @Test
    void theSecondCopyOfAnAlertThatWasSetAsideIsNoFurtherOne() {
        Map<String, String> headers = Map.of(HeaderNames.RECEIPT, "w0-1-7k3m9qxr2ztc5vbn", HeaderNames.INDEX, "2");
        add(0, 1, "arms", headers);
        add(0, 2, "arms", headers);
        add(0, 3, "arms", Map.of(HeaderNames.RECEIPT, "w0-1-7k3m9qxr2ztc5vbn", HeaderNames.INDEX, "3"));
        assertThat(undecided.of("arms")).isEqualTo(2);

        decide("dl-0-1");

        assertThat(undecided.of("arms")).isEqualTo(1);
    }

    @Test
    void theSecondCopyOfSeveralAlertsIsNoFurtherOneButARecordOfOneOfThemIsNoCopyOfThese() {
        Map<String, String> headers = Map.of(
                HeaderNames.RECEIPT, "w0-1-7k3m9qxr2ztc5vbn", HeaderNames.INDEX, "2", HeaderNames.INDEXES, "2-5,9");
        add(0, 1, "arms", Map.of(HeaderNames.RECEIPT, "w0-1-7k3m9qxr2ztc5vbn", HeaderNames.INDEX, "2"));
        add(0, 2, "arms", headers);
        add(0, 3, "arms", headers);

        assertThat(undecided.of("arms")).isEqualTo(2);
    }

    @Test
    void ofVeryManyTheNewestCount() {
        for (int i = 0; i < UnresolvedRecords.MOST + 10; i++) {
            add(0, i, i < 10 ? "old" : "new", Map.of());
        }

        assertThat(undecided.of("old")).isZero();
        assertThat(undecided.of("new")).isEqualTo(UnresolvedRecords.MOST);
    }

    private void add(int partition, long offset, String name, Map<String, String> headers) {
        undecided.add(record(partition, offset, headers), name);
    }

    private void decide(String about) {
        undecided.add(record(0, 99, Map.of(HeaderNames.ABOUT, about)), "whoever");
    }

    private static StoredRecord record(int partition, long offset, Map<String, String> headers) {
        return new StoredRecord(partition, offset, Instant.EPOCH, "key", headers, new byte[0]);
    }
}
