package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.testing.WebhookReceipts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplayLaneTest {
    private static final Instant T0 = Instant.parse("2026-11-22T02:00:00Z");

    @Test
    void itHandsOverAtItsShareOfTheRate() {
        ReplayLane lane = new ReplayLane(picks(100), 2, T0);

        assertThat(numbers(lane.take(T0))).containsExactly(0L);
        assertThat(lane.take(T0.plusMillis(400))).isEmpty();
        assertThat(numbers(lane.take(T0.plusMillis(1_500)))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aChannelThatStandsStillIsHandedOverNoMoreThanAFewSecondsWorth() {
        ReplayLane lane = new ReplayLane(picks(1_000), 2, T0);
        int handedOver = 0;
        for (int i = 0; i < 600; i++) {
            List<PlannedEvent> taken = lane.take(T0.plusSeconds(i));
            taken.forEach(pick -> lane.fed(pick.alert()));
            handedOver += taken.size();
        }

        assertThat(handedOver).isEqualTo(10);
        assertThat(lane.isDone()).isFalse();
    }

    @Test
    void afterARestartWhatWasFedIsNotHandedOverAgain() {
        ReplayLane lane = new ReplayLane(picks(3), 100, T0);
        lane.fed(WebhookReceipts.alert(1, 0));

        assertThat(numbers(lane.take(T0.plusSeconds(1)))).containsExactly(0L, 2L);
    }

    @Test
    void whatCannotBeHandedOverYetIsTakenAgainLater() {
        ReplayLane lane = new ReplayLane(picks(4), 100, T0);
        lane.fed(WebhookReceipts.alert(2, 0));
        List<PlannedEvent> taken = lane.take(T0.plusSeconds(1));
        lane.fed(taken.get(0).alert());
        lane.putBack(taken.get(1));

        assertThat(lane.isDone()).isFalse();
        assertThat(numbers(lane.take(T0.plusSeconds(2)))).containsExactly(1L, 3L);
    }

    @Test
    void itIsDoneWhenAllThatWasHandedOverHasEndedOnceEach() {
        ReplayLane lane = new ReplayLane(picks(2), 100, T0);
        lane.take(T0.plusSeconds(1)).forEach(pick -> lane.fed(pick.alert()));

        assertThat(lane.settled(WebhookReceipts.alert(0, 0), "delivered")).isTrue();
        assertThat(lane.settled(WebhookReceipts.alert(0, 0), "delivered")).isFalse();
        assertThat(lane.isDone()).isFalse();
        assertThat(lane.settled(WebhookReceipts.alert(1, 0), "dead-lettered")).isTrue();

        assertThat(lane.isDone()).isTrue();
        assertThat(lane.progress())
                .isEqualTo(new ReplayProgress.OfChannel(2, 2, Map.of("delivered", 1L, "dead-lettered", 1L)));
    }

    private static List<Long> numbers(List<PlannedEvent> picks) {
        return picks.stream().map(pick -> pick.alert().offset()).toList();
    }

    private static List<PlannedEvent> picks(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new PlannedEvent(
                        WebhookReceipts.alert(i, 0),
                        "k" + i,
                        AlertStatus.FIRING,
                        Severity.WARNING,
                        List.of("payments"),
                        "v1",
                        "case 1",
                        Optional.empty()))
                .toList();
    }
}
