package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.record.StoredRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a plan need not read in full of what was due, and of how it ended. */
class AlertSieveTest extends PlannerRig {
    private static final String OTHER = "w0-8-" + "b".repeat(16);

    private final AlertSieve sieve = new AlertSieve(List.of(source(7)));

    @Test
    void keepsARecordOfTheAlertHoweverItsReceiptIsWritten() {
        String receipt = source(7).receipt();

        assertThat(sieve.keeps(record("any", receipt))).isTrue();
        assertThat(sieve.keeps(record("any", " " + receipt + "\n"))).isTrue();
        assertThat(sieve.keeps(record("any", receipt.replaceFirst("-7-", "-007-"))))
                .isTrue();
    }

    @Test
    void dropsARecordOfAnotherAlertAndOneThatNamesNone() {
        assertThat(sieve.keeps(record("any", OTHER))).isFalse();
        assertThat(sieve.keeps(record("any", "short"))).isFalse();
        assertThat(sieve.keeps(new StoredRecord(0, 1, Instant.EPOCH, "any", Map.of(), new byte[0])))
                .isFalse();
    }

    @Test
    void aPlanWantsTheRecordsOfItsCandidatesAndAllOthersOfTheirAlerts() {
        planner = planner(new ReplayDestination.ByRules(), ReplayFilter.NONE, false);
        received(7, "cpu", AlertStatus.FIRING, Severity.CRITICAL, "payments");
        planner.chosen();

        assertThat(planner.mayConcern(record("renamed since", source(7).receipt())))
                .isTrue();
        assertThat(planner.mayConcern(record("cpu", OTHER))).isTrue();
        assertThat(planner.mayConcern(record("disk", OTHER))).isFalse();
    }

    private static StoredRecord record(String key, String receipt) {
        return new StoredRecord(0, 1, Instant.EPOCH, key, Map.of(HeaderNames.RECEIPT, receipt), new byte[0]);
    }
}
