package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.testing.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private final SteppedClock clock = new SteppedClock();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void inNoMinuteAreThereMoreThanTheRateAndASecondsWorthOfIt(long seed) {
        Random random = new Random(seed);
        int permits = 60 + random.nextInt(2_000);
        Pace pace = new Pace(permits, Duration.ofMinutes(1));
        List<Instant> sent = new ArrayList<>();
        for (int i = 0; i < 3 * permits; i++) {
            if (random.nextInt(50) == 0) {
                clock.advance(Duration.ofMillis(random.nextInt(5_000)));
            }
            Instant slot = pace.take(clock.instant());
            if (slot.isAfter(clock.instant())) {
                clock.advance(Duration.between(clock.instant(), slot));
            }
            sent.add(clock.instant());
        }
        int allowed = permits + permits / 60 + 2;
        for (int first = 0, last = 0; last < sent.size(); last++) {
            while (!sent.get(first).plusSeconds(60).isAfter(sent.get(last))) {
                first++;
            }
            assertThat(last - first + 1).as("seed " + seed).isLessThanOrEqualTo(allowed);
        }
    }

    @Test
    void afterAPauseASecondsWorthMayGoAtOnce() {
        Pace pace = new Pace(600, Duration.ofMinutes(1));
        clock.advance(Duration.ofSeconds(1_000));
        for (int i = 0; i < 10; i++) {
            assertThat(pace.take(clock.instant())).isBeforeOrEqualTo(clock.instant());
        }
        assertThat(pace.take(clock.instant())).isEqualTo(clock.instant().plusMillis(100));
    }

    @Test
    void aPartOfTheRateSpacesRequestsWider() {
        Pace pace = new Pace(600, Duration.ofMinutes(1));
        pace.share(0.5, clock.instant());
        Instant first = pace.take(clock.instant());
        for (int i = 0; i < 9; i++) {
            pace.take(clock.instant());
        }
        assertThat(pace.next(clock.instant())).isEqualTo(first.plusSeconds(2));
    }

    @Test
    void aRateBelowOneASecondHasNoReserve() {
        Pace pace = new Pace(6, Duration.ofMinutes(1));
        assertThat(pace.take(clock.instant())).isEqualTo(clock.instant());
        assertThat(pace.take(clock.instant())).isEqualTo(clock.instant().plusSeconds(10));
    }

    @Test
    void whoWaitsForItsTurnHasItLaterWhenThePartShrinksSoThatNothingIsSilentForLong() {
        Pace account = new Pace(600, Duration.ofMinutes(1));
        List<Throttle> channels = Stream.generate(
                        () -> new Throttle(new Pace(100_000, Duration.ofSeconds(1)), account, 1))
                .limit(50)
                .toList();
        channels.forEach(channel -> channel.slot(clock.instant()));

        account.share(0.5, clock.instant());

        List<Instant> toCome = Stream.concat(
                        channels.stream().map(channel -> channel.slot(clock.instant())),
                        Stream.of(account.next(clock.instant())))
                .filter(slot -> slot.isAfter(clock.instant()))
                .sorted()
                .toList();
        assertThat(toCome).hasSizeGreaterThan(30);
        for (int i = 1; i < toCome.size(); i++) {
            assertThat(Duration.between(toCome.get(i - 1), toCome.get(i)))
                    .isBetween(Duration.ofMillis(199), Duration.ofMillis(201));
        }
    }

    @Test
    void whoWaitsForItsTurnHasItSoonerWhenThePartGrows() {
        Pace account = new Pace(600, Duration.ofMinutes(1));
        account.share(0.05, clock.instant());
        List<Throttle> channels = Stream.generate(
                        () -> new Throttle(new Pace(100_000, Duration.ofSeconds(1)), account, 1))
                .limit(50)
                .toList();
        channels.forEach(channel -> channel.slot(clock.instant()));
        clock.advance(Duration.ofSeconds(4));

        account.share(1, clock.instant());

        Instant end = clock.instant().plus(Duration.ofSeconds(5));
        assertThat(channels)
                .allSatisfy(channel -> assertThat(channel.slot(clock.instant())).isBeforeOrEqualTo(end));
        assertThat(account.next(clock.instant())).isBeforeOrEqualTo(end);
        assertThat(channels.stream()
                        .map(channel -> channel.slot(clock.instant()))
                        .filter(slot -> slot.isAfter(clock.instant()))
                        .distinct())
                .as("no two at the same time")
                .hasSize((int) channels.stream()
                        .map(channel -> channel.slot(clock.instant()))
                        .filter(slot -> slot.isAfter(clock.instant()))
                        .count())
                .hasSizeGreaterThan(40);
    }
}
