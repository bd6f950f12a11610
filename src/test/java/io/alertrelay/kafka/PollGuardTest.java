package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A wall clock that is set back does not keep a consumer in a poll. */
class PollGuardTest {
    private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");

    private final AtomicLong nanos = new AtomicLong(5_000_000_000L);
    private final AtomicLong wallMillis = new AtomicLong(START.toEpochMilli());
    private final AtomicInteger wakeups = new AtomicInteger();
    private final PollGuard guard =
            new PollGuard(() -> Instant.ofEpochMilli(wallMillis.get()), nanos::get, wakeups::incrementAndGet);

    @Test
    void clockThatIsSetBackIsNoticedOnce() {
        pass(Duration.ofMinutes(5));
        assertThat(guard.setBack()).isFalse();

        wallMillis.addAndGet(-Duration.ofHours(1).toMillis());

        assertThat(guard.setBack()).isTrue();
        assertThat(guard.setBack()).isFalse();
    }

    @Test
    void clockThatLeapsForwardOrIsKeptRightIsNoReasonToConnectAgain() {
        wallMillis.addAndGet(Duration.ofDays(1).toMillis());
        assertThat(guard.setBack()).isFalse();

        wallMillis.addAndGet(-500);
        assertThat(guard.setBack()).isFalse();
    }

    @Test
    void pollThatDoesNotEndIsWoken() {
        guard.begin(Duration.ofMillis(1));

        await().atMost(Duration.ofSeconds(60)).until(() -> wakeups.get() == 1);
        assertThat(guard.takeWoken()).isTrue();
        assertThat(guard.takeWoken()).isFalse();
    }

    @Test
    void pollThatHasEndedIsNotWoken() {
        CompletableFuture<Void> first = guard.begin(Duration.ofMillis(1));
        first.complete(null);
        // It is watched after the first, so the first was looked at when it is woken.
        guard.begin(Duration.ofMillis(500));

        await().atMost(Duration.ofSeconds(60)).until(() -> wakeups.get() > 0);
        assertThat(wakeups).hasValue(1);
    }

    @Test
    void pollThatOnlyWaitsIsWokenByAHurryAndNoneBeginsAfterIt() {
        assertThat(guard.beginLongPoll()).isTrue();

        guard.hurry();

        assertThat(wakeups).hasValue(1);
        assertThat(guard.takeWoken()).isTrue();
        assertThat(guard.takeHurrying()).isTrue();
        guard.endLongPoll();
        assertThat(guard.beginLongPoll()).isFalse();
    }

    @Test
    void hurryWakesNothingElse() {
        guard.beginLongPoll();
        guard.endLongPoll();

        guard.hurry();

        assertThat(wakeups).hasValue(0);
    }

    @Test
    void callbackThatWaitsForWhatIsInFlightIsNotInterrupted() {
        guard.callback(() -> {
            guard.begin(Duration.ofMillis(1));
            await().pollDelay(Duration.ofSeconds(4)).until(() -> true);
            assertThat(wakeups).hasValue(0);
        });

        await().atMost(Duration.ofSeconds(60)).until(() -> wakeups.get() == 1);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        wallMillis.addAndGet(time.toMillis());
    }
}
