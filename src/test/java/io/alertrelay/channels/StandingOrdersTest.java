package io.alertrelay.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.record.ChannelOrder;
import io.alertrelay.record.ChannelOrder.Kind;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandingOrdersTest {
    private static final Instant NOW = Instant.parse("2026-05-02T10:00:00Z");

    private final StandingOrders orders = new StandingOrders();
    private final ChannelOrder pause = order(Kind.PAUSE, NOW);
    private final ChannelOrder resume = order(Kind.RESUME, NOW.plusSeconds(60));

    @Test
    void anOrderThatIsReadASecondTimeIsNotExecutedAgain() {
        assertThat(orders.take(pause, 7, false)).isTrue();
        assertThat(orders.take(pause, 7, false)).isFalse();

        assertThat(orders.aboutPause("payments")).contains(pause);
        assertThat(orders.lost()).isEmpty();
    }

    @Test
    void ofTwoTheOneAtTheHigherOffsetCountsWhateverTheClocksOfTheirRelaysSaid() {
        ChannelOrder byALateClock = order(Kind.RESUME, NOW.minusSeconds(60));

        orders.take(pause, 7, false);
        assertThat(orders.take(byALateClock, 8, false)).isTrue();
        assertThat(orders.take(pause, 7, false)).isFalse();

        assertThat(orders.aboutPause("payments")).contains(byALateClock);
    }

    @Test
    void whatATopicThatWasRecreatedHasNotYetIsLostUntilItIsWrittenAgain() {
        orders.take(resume, 7, false);
        orders.take(order(Kind.PROBE, NOW), 8, false);

        orders.forgetOffsets();
        assertThat(orders.aboutPause("payments")).contains(resume);
        assertThat(orders.lost()).containsExactly(resume);

        orders.written(resume, 0);
        assertThat(orders.lost()).isEmpty();
        assertThat(orders.take(resume, 0, true)).isFalse();
    }

    @Test
    void aPauseThatIsWrittenAgainByARelayThatHasNotReadItsEndIsNotTaken() {
        orders.take(resume, 7, false);
        orders.forgetOffsets();

        assertThat(orders.take(pause, 0, true)).isFalse();

        assertThat(orders.aboutPause("payments")).contains(resume);
        assertThat(orders.lost()).containsExactly(resume);
    }

    @Test
    void aNewPauseInATopicThatWasRecreatedIsTaken() {
        orders.take(resume, 7, false);
        orders.forgetOffsets();
        ChannelOrder later = order(Kind.PAUSE, NOW.plusSeconds(120));

        assertThat(orders.take(later, 0, false)).isTrue();

        assertThat(orders.aboutPause("payments")).contains(later);
        assertThat(orders.lost()).isEmpty();
    }

    private static ChannelOrder order(Kind kind, Instant at) {
        return new ChannelOrder(kind, "payments", "tester", "", at, Optional.empty());
    }
}
