package io.alertrelay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import io.alertrelay.record.DecisionRecord;
import io.alertrelay.record.Dispatch;
import io.alertrelay.record.OpenAlert;
import io.alertrelay.testing.WebhookReceipts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An integration that never ends its alerts costs no other one its own. */
class OpenAlertsBoundTest {
    private static final Instant T0 = Instant.parse("2026-05-01T10:00:00Z");
    private static final int MOST = 100;

    private final DecisionHistory history = new DecisionHistory(
            Duration.ofDays(30), MOST, new RoutingStart(Optional.empty(), 1_000_000, Long.MAX_VALUE));
    private int offset;

    @Test
    void beyondTheBoundTheOneIsForgottenWhoseLastFiringIsLongestAgoOfTheIntegrationThatHasMost() {
        fire("honest:a");
        IntStream.range(0, MOST - 1).forEach(i -> fire("storm:" + i));
        fire("storm:0");
        OpenAlerts open = history.openAlerts();

        assertThat(open.forgetOne()).contains("storm:1");
        assertThat(open.forgetOne()).contains("storm:2");
        assertThat(open.size()).isEqualTo(MOST - 2);
    }

    @Test
    void noMoreAreReadAtAStartThanAreRemembered() {
        fire("honest:a");
        IntStream.range(0, 3 * MOST).forEach(i -> fire("storm:" + i));

        OpenAlerts open = history.openAlerts();

        assertThat(open.size()).isEqualTo(MOST);
        IntStream.range(0, MOST - 2).forEach(i -> open.forgetOne());
        assertThat(List.of(open.forgetOne().orElseThrow(), open.forgetOne().orElseThrow()))
                .containsExactlyInAnyOrder("honest:a", "storm:" + (3 * MOST - 1));
        assertThat(open.forgetOne()).isEmpty();
        assertThat(open.size()).isZero();
    }

    private void fire(String key) {
        Instant at = T0.plusSeconds(offset);
        OpenAlert open = new OpenAlert(List.of("payments"), Severity.CRITICAL, "v1", "dedicated", at, at);
        history.add(new DecisionRecord(
                WebhookReceipts.alert(offset++, 0),
                key,
                new Dispatch(List.of("payments"), List.of("payments"), Severity.CRITICAL, "v1", "dedicated"),
                Optional.of(open)));
    }
}
