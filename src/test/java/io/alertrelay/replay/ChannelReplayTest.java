package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.ReceiptId.Topic;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.testing.WebhookReceipts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChannelReplayTest {
    private static final Instant T0 = Instant.parse("2026-11-22T02:00:00Z");
    private static final Set<Integer> NONE = Set.of();

    @Test
    void itHandsOverAtItsShareOfTheRate() {
        ChannelReplay channel = new ChannelReplay(picks(100), 2, T0);

        assertThat(numbers(channel.take(T0, NONE))).containsExactly(0L);
        assertThat(channel.take(T0.plusMillis(400), NONE)).isEmpty();
        assertThat(numbers(channel.take(T0.plusMillis(1_500), NONE))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aChannelThatStandsStillIsHandedOverNoMoreThanAFewSecondsWorth() {
        ChannelReplay channel = new ChannelReplay(picks(1_000), 2, T0);
        int handedOver = 0;
        for (int i = 0; i < 600; i++) {
            List<PlannedEvent> taken = channel.take(T0.plusSeconds(i), NONE);
            taken.forEach(pick -> channel.fed(pick.alert()));
            handedOver += taken.size();
        }

        assertThat(handedOver).isEqualTo(10);
        assertThat(channel.isDone()).isFalse();
    }

    @Test
    void afterARestartWhatWasFedIsNotHandedOverAgain() {
        ChannelReplay channel = new ChannelReplay(picks(3), 100, T0);
        channel.fed(WebhookReceipts.alert(1, 0));

        assertThat(numbers(channel.take(T0.plusSeconds(1), NONE))).containsExactly(0L, 2L);
    }

    @Test
    void whatIsLeftOutTakesNothingOfTheRate() {
        ChannelReplay channel = new ChannelReplay(picks(4), 1, T0);
        assertThat(numbers(channel.take(T0, NONE))).containsExactly(0L);

        channel.giveBack(1);

        assertThat(numbers(channel.take(T0, NONE))).containsExactly(1L);
        assertThat(channel.take(T0, NONE)).isEmpty();
    }

    @Test
    void whatCannotBeHandedOverYetIsTakenAgainLater() {
        ChannelReplay channel = new ChannelReplay(picks(4), 100, T0);
        channel.fed(WebhookReceipts.alert(2, 0));
        List<PlannedEvent> taken = channel.take(T0.plusSeconds(1), NONE);
        channel.fed(taken.get(0).alert());
        channel.putBack(taken.subList(1, taken.size()));

        assertThat(channel.isHolding()).isTrue();
        assertThat(channel.isDone()).isFalse();
        assertThat(numbers(channel.take(T0.plusSeconds(2), NONE))).containsExactly(1L, 3L);
        assertThat(channel.isHolding()).isFalse();
    }

    /** Odd ones are of the second partition. */
    @Test
    void aPartitionOfWhichNothingCanBeHandedOverDelaysOnlyItsOwnAndWhatFollowsOfTheSameAlerts() {
        List<PlannedEvent> picks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            picks.add(pick(i % 2, i, "k" + i));
        }
        picks.add(pick(0, 40, "k1"));
        ChannelReplay channel = new ChannelReplay(picks, 4, T0);

        List<Long> first = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            List<PlannedEvent> taken = channel.take(T0.plusSeconds(i), Set.of(1));
            taken.forEach(pick -> channel.fed(pick.alert()));
            taken.forEach(pick -> channel.settled(pick.alert(), "delivered"));
            first.addAll(numbers(taken));
        }
        assertThat(first).hasSize(20).allMatch(number -> number % 2 == 0).doesNotContain(40L);
        assertThat(channel.isDone()).isFalse();

        assertThat(numbers(channel.take(T0.plusSeconds(30), NONE))).startsWith(1L, 3L, 5L);
    }

    @Test
    void itIsDoneWhenAllThatWasHandedOverHasEndedOnceEach() {
        ChannelReplay channel = new ChannelReplay(picks(2), 100, T0);
        channel.take(T0.plusSeconds(1), NONE).forEach(pick -> channel.fed(pick.alert()));

        assertThat(channel.settled(WebhookReceipts.alert(0, 0), "delivered")).isTrue();
        assertThat(channel.settled(WebhookReceipts.alert(0, 0), "delivered")).isFalse();
        assertThat(channel.isDone()).isFalse();
        assertThat(channel.settled(WebhookReceipts.alert(1, 0), "dead-lettered"))
                .isTrue();

        assertThat(channel.isDone()).isTrue();
        assertThat(channel.progress())
                .isEqualTo(new ReplayProgress.OfChannel(2, 2, Map.of("delivered", 1L, "dead-lettered", 1L)));
    }

    private static List<Long> numbers(List<PlannedEvent> picks) {
        return picks.stream().map(pick -> pick.alert().offset()).toList();
    }

    private static List<PlannedEvent> picks(int count) {
        return IntStream.range(0, count).mapToObj(i -> pick(0, i, "k" + i)).toList();
    }

    private static PlannedEvent pick(int partition, int offset, String key) {
        ReceiptId webhook = new ReceiptId(Topic.WEBHOOKS, partition, offset, WebhookReceipts.NONCE);
        return new PlannedEvent(
                new AlertRef(webhook, 0),
                key,
                AlertStatus.FIRING,
                Severity.WARNING,
                List.of("payments"),
                "v1",
                "case 1",
                Optional.empty());
    }
}
