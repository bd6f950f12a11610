package io.alertrelay.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    /** Such a clock may overflow. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    @Test
    void isOverWhenTheTimeHasPassedAndNotBefore() {
        Deadline deadline = new Deadline(nanos::get, Duration.ofNanos(10));

        nanos.addAndGet(9);
        assertThat(deadline.isOver()).isFalse();
        assertThat(deadline.left()).isEqualTo(Duration.ofNanos(1));

        nanos.addAndGet(1);
        assertThat(deadline.isOver()).isTrue();
        assertThat(deadline.left()).isZero();

        nanos.addAndGet(1);
        assertThat(deadline.isOver()).isTrue();
        assertThat(deadline.left()).isZero();
    }
}
