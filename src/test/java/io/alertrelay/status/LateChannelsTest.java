package io.alertrelay.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import io.alertrelay.config.SelfAlertSettings;
import io.alertrelay.delivery.ChannelState;
import io.alertrelay.delivery.Pause;
import io.alertrelay.kafka.TopicFault;
import io.alertrelay.testing.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LateChannelsTest {
    private static final ChannelState RUNNING = new ChannelState.Running();

    private final SteppedClock wall = new SteppedClock();
    private final SteppedClock steady = new SteppedClock();
    private final Map<Severity, Instant> oldest = new EnumMap<>(Severity.class);
    private ChannelState state = RUNNING;
    private Optional<TopicFault> fault = Optional.empty();
    private boolean here = true;
    private Optional<SelfAlertSettings> settings = Optional.of(new SelfAlertSettings(
            "ops",
            Optional.empty(),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(15),
            Optional.empty(),
            Set.of()));
    private final LateChannels late = new LateChannels(
            () -> here ? List.of(new LateChannels.Seen("payments", state, fault, oldest)) : List.of(),
            () -> settings,
            wall,
            steady);

    @Test
    void isLateOnceAnAlertHasBeenTooOldForAMinuteAndUntilTheOldestIsYoungerThanHalfOfIt() {
        pass(20);
        waits(Severity.INFO);

        pass(11);
        assertThat(late.severities()).isEmpty();
        pass(1);
        assertThat(late.severities()).containsExactly(Map.entry("payments", "Info"));

        oldest.put(Severity.INFO, wall.instant().minus(Duration.ofMinutes(6)));
        assertThat(seen()).containsExactly(Map.entry("payments", "Info"));
        oldest.put(Severity.INFO, wall.instant().minus(Duration.ofMinutes(3)));
        assertThat(seen()).containsExactly(Map.entry("payments", "Info"));
        pass(1);
        assertThat(late.severities()).isEmpty();
    }

    @Test
    void aChannelThatIsReadAgainAfterAReloadOrANewAssignmentStaysLateMeanwhile() {
        late();
        here = false;
        pass(0.5);
        assertThat(late.severities()).hasSize(1);

        here = true;
        Map<Severity, Instant> waiting = Map.copyOf(oldest);
        oldest.clear();
        pass(0.25);
        assertThat(late.severities()).hasSize(1);

        oldest.putAll(waiting);
        pass(3);
        assertThat(late.severities()).hasSize(1);
    }

    @Test
    void aChannelThatIsHeldAgainAndAgainForAShortTimeIsLateAfterTheTimesOfBoth() {
        pass(30);
        waits(Severity.WARNING);
        for (int minutes = 0; minutes < 20; minutes += 5) {
            state = held();
            pass(1);
            state = RUNNING;
            pass(4);
        }
        assertThat(late.severities()).isEmpty();
        state = held();
        pass(2);
        assertThat(late.severities()).hasSize(1);
    }

    @Test
    void itGetsWorseAtOnceAndNeverBetterBeforeItIsOver() {
        pass(20);
        waits(Severity.WARNING);
        pass(5);
        waits(Severity.CRITICAL);

        pass(7);
        assertThat(late.severities()).containsExactly(Map.entry("payments", "Warning"));
        pass(4);
        assertThat(late.severities()).containsExactly(Map.entry("payments", "Critical"));

        oldest.remove(Severity.CRITICAL);
        assertThat(seen()).containsExactly(Map.entry("payments", "Critical"));
        oldest.clear();
        pass(1.25);
        assertThat(late.severities()).isEmpty();
    }

    @Test
    void whatWaitedWhileItWasHeldIsNotLateBeforeTheChannelHasRunForAsLong() {
        waits(Severity.CRITICAL);
        state = held();
        pass(60);
        assertThat(late.severities()).isEmpty();

        state = RUNNING;
        pass(10);
        assertThat(late.severities()).isEmpty();
        pass(2);
        assertThat(late.severities()).hasSize(1);
    }

    @Test
    void aShortHoldDoesNotEndItButOneThatIsReportedItselfAndAPauseDo() {
        late();
        state = held();
        pass(9);
        assertThat(late.severities()).hasSize(1);
        pass(2);
        assertThat(late.severities()).isEmpty();

        state = RUNNING;
        late();
        state = new ChannelState.Paused(
                new Pause("ops@host", "", wall.instant(), Optional.empty()), new ChannelState.Running());
        assertThat(seen()).isEmpty();
        state = RUNNING;
        assertThat(seen()).isEmpty();
    }

    @Test
    void aTopicThatIsAtFaultForLongIsReportedItself() {
        late();
        fault = Optional.of(new TopicFault("ch.payments", 0, TopicFault.Kind.READ, "gone", wall.instant()));
        pass(9);
        assertThat(late.severities()).hasSize(1);
        pass(2);
        assertThat(late.severities()).isEmpty();
    }

    @Test
    void aChannelThatIsSlowedRunsUntilItHasBeenForTooLong() {
        state = new ChannelState.Slowed("429", wall.instant().plus(Duration.ofMinutes(15)), 1, wall.instant());
        late();
        assertThat(late.severities()).hasSize(1);
        pass(20);
        assertThat(late.severities()).isEmpty();
    }

    @Test
    void aWallClockThatLeapsMakesNothingLateThatIsDeliveredWithinAMinute() {
        pass(20);
        waits(Severity.CRITICAL);
        wall.advance(Duration.ofHours(8));
        assertThat(seen()).isEmpty();

        oldest.clear();
        pass(5);
        assertThat(late.severities()).isEmpty();
    }

    @Test
    void ofAChannelThatAnotherRelayHasItSaysNothingAndBeginsAgainWhenItIsBack() {
        late();
        here = false;
        pass(1.25);
        assertThat(late.severities()).isEmpty();
        here = true;
        pass(10);
        assertThat(late.severities()).isEmpty();
        pass(2);
        assertThat(late.severities()).hasSize(1);

        settings = Optional.empty();
        assertThat(seen()).isEmpty();
    }

    private void late() {
        waits(Severity.CRITICAL);
        pass(12);
        assertThat(late.severities()).hasSize(1);
    }

    private void waits(Severity severity) {
        oldest.put(severity, wall.instant());
    }

    private ChannelState held() {
        return new ChannelState.Held(ChannelState.HoldReason.OUTAGE, "503", wall.instant(), 1, wall.instant());
    }

    private Map<String, String> seen() {
        steady.advance(Duration.ofSeconds(1));
        return late.severities();
    }

    /** Looks every five seconds, as it is looked while a relay runs. */
    private void pass(double minutes) {
        for (int look = 0; look < minutes * 12; look++) {
            wall.advance(Duration.ofSeconds(5));
            steady.advance(Duration.ofSeconds(5));
            late.severities();
        }
    }
}
