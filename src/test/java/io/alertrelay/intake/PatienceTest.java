package io.alertrelay.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final List<Duration> stoodStill = new ArrayList<>();
    private long seconds = 100;
    private final Patience patience =
            new Patience(Duration.ofSeconds(5), () -> TimeUnit.SECONDS.toNanos(seconds), stoodStill::add);

    @Test
    void aRequestIsTooOldWhenItsFirstByteIsLongerAgoThanTheSenderWaits() {
        long begunAt = patience.look();

        pass(5);

        assertThat(patience.isOver(begunAt)).isFalse();
        pass(1);
        assertThat(patience.isOver(begunAt)).isTrue();
        assertThat(stoodStill).isEmpty();
    }

    @Test
    void whatIsReadFirstAfterALongStandstillIsTooOldWheneverItWasSent() {
        seconds += 38;

        long begunAt = patience.look();

        assertThat(patience.isOver(begunAt)).isTrue();
        assertThat(stoodStill).containsExactly(Duration.ofSeconds(38));
    }

    @Test
    void whatIsReadASecondAfterAStandstillIsNew() {
        seconds += 38;
        patience.look();
        pass(1);

        assertThat(patience.isOver(patience.look())).isFalse();
    }

    @Test
    void aStandstillShorterThanSendersWaitCostsNothing() {
        seconds += 5;

        assertThat(patience.isOver(patience.look())).isFalse();
        assertThat(stoodStill).isEmpty();
    }

    private void pass(int more) {
        for (int i = 0; i < more; i++) {
            seconds++;
            patience.look();
        }
    }
}
