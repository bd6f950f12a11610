package io.alertrelay.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.reading.Scope;
import io.alertrelay.record.AlertIndexes;
import io.alertrelay.record.Resolution;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A record of several alerts that were set aside stands for exactly these. */
class QuarantineEntriesTest {
    private static final Instant AT = Instant.parse("2026-11-30T12:00:00Z");
    private static final String WEBHOOK = "w0-1-7k3m9qxr2ztc5vbn";

    private final QuarantineEntries entries = new QuarantineEntries(Scope.ALL);

    @Test
    void eachOfThemIsThereAndNoOther() {
        entries.alerts("q0-1-a", WEBHOOK, AlertIndexes.of(1), AT);
        entries.alerts("q0-2-a", WEBHOOK, AlertIndexes.of(IntStream.of(3, 4, 6)), AT);

        assertThat(IntStream.range(0, 8).filter(index -> entries.hasAlert(WEBHOOK, index)))
                .containsExactly(1, 3, 4, 6);
        assertThat(entries.hasAlert("w0-2-7k3m9qxr2ztc5vbn", 3)).isFalse();
        assertThat(entries.counts().setAside()).isEqualTo(4);
    }

    @Test
    void whatAnEarlierVersionSetAsideByItselfCountsOnceAndSoDoesASecondCopy() {
        AlertIndexes together = AlertIndexes.of(IntStream.rangeClosed(100, 199));
        for (int index = 0; index < 120; index++) {
            entries.alerts("q0-" + index + "-a", WEBHOOK, AlertIndexes.of(index), AT);
        }
        entries.alerts("q0-200-a", WEBHOOK, together, AT);
        entries.alerts("q0-201-a", WEBHOOK, together, AT);
        entries.alerts("q0-202-a", WEBHOOK, AlertIndexes.of(150), AT);

        assertThat(entries.counts().setAside()).isEqualTo(200);
    }

    @Test
    void theirRecordIsResolvedOnce() {
        entries.alerts("q0-1-a", WEBHOOK, AlertIndexes.of(IntStream.range(3, 9)), AT);
        entries.resolved(Resolution.discarded("q0-1-a", "ann", AT, ""));
        entries.resolved(Resolution.discarded("q0-1-a", "ann", AT, ""));

        assertThat(entries.counts().resolved()).isEqualTo(Map.of("discarded", 1L));
    }
}
