package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final Duration SESSION = Duration.ofSeconds(10);

    private long seconds = 100;
    private long wallAhead;
    private int answers;
    private final Lease lease = new Lease(
            () -> TimeUnit.SECONDS.toNanos(seconds), () -> Instant.ofEpochSecond(1_000_000 + seconds + wallAhead));

    @Test
    void withoutAnotherRelayItIsAlwaysHeld() {
        seconds += 1_000;

        assertThat(lease.isHeld()).isTrue();
    }

    @Test
    void itIsNotHeldBeforeTheCoordinatorHasConfirmedIt() {
        begin();

        assertThat(lease.isHeld()).isFalse();
        lease.confirmed(lease.now());
        assertThat(lease.isHeld()).isTrue();
    }

    @Test
    void itIsHeldAsLongAsTheCoordinatorAnswers() {
        beginConfirmed();

        for (int i = 0; i < 60; i++) {
            seconds++;
            answers += i % 3 == 0 ? 1 : 0;
            assertThat(lease.isHeld()).isTrue();
        }
    }

    @Test
    void itLapsesWellBeforeTheSessionEndsWhenTheCoordinatorNoLongerAnswers() {
        beginConfirmed();

        assertThat(heldFor()).isBetween(4L, SESSION.toSeconds() - 3);
    }

    @Test
    void afterAStandstillAnAnswerFromBeforeItCountsForNothing() {
        beginConfirmed();

        seconds += 38;
        answers++;

        assertThat(lease.isHeld()).isFalse();
        answers++;
        assertThat(lease.isHeld()).isFalse();
        lease.confirmed(lease.now());
        assertThat(lease.isHeld()).isTrue();
    }

    @Test
    void aMachineThatSleptIsNoticedThoughItsMonotonicClockStoodStill() {
        beginConfirmed();

        wallAhead += 3_600;

        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void aWallClockThatIsSetBackChangesNothing() {
        beginConfirmed();

        wallAhead -= 3_600;

        assertThat(lease.isHeld()).isTrue();
    }

    @Test
    void aConfirmationThatTookLongerThanTheLeaseIsNone() {
        beginConfirmed();
        long askedAt = lease.now();

        seconds += 38;
        lease.confirmed(askedAt);

        assertThat(lease.isHeld()).isFalse();
    }

    private void begin() {
        lease.terms(SESSION, () -> answers, () -> false);
    }

    private void beginConfirmed() {
        begin();
        lease.confirmed(lease.now());
        assertThat(lease.isHeld()).isTrue();
    }

    private long heldFor() {
        long start = seconds;
        while (lease.isHeld()) {
            seconds++;
        }
        return seconds - start - 1;
    }
}
