package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimedCallsTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final CountDownLatch hangs = new CountDownLatch(1);
    private final AtomicInteger ended = new AtomicInteger();
    private final TimedCalls calls = new TimedCalls("test", 2);

    @AfterEach
    void close() {
        hangs.countDown();
        calls.close();
    }

    @Test
    void whatHangsBeyondItsTimeIsEndedAndNotWaitedFor() {
        assertThatThrownBy(this::hang).isInstanceOf(TimeoutException.class);

        await().until(() -> ended.get() == 1);
    }

    @Test
    void noMoreHangThanThereArePlacesAndThatIsSaid() throws Exception {
        assertThatThrownBy(this::hang).isInstanceOf(TimeoutException.class);
        assertThat(calls.call(() -> "works", LONG, () -> {})).isEqualTo("works");
        assertThatThrownBy(this::hang).isInstanceOf(TimeoutException.class);

        assertThatThrownBy(this::hang).isInstanceOf(TimedCalls.NoPlaceException.class);
        hangs.countDown();
        assertThat(calls.call(() -> "works again", LONG, () -> {})).isEqualTo("works again");
    }

    @Test
    void whatThrowsFreesItsPlace() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> calls.call(
                            () -> {
                                throw new StackOverflowError("deep");
                            },
                            LONG,
                            () -> {}))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(StackOverflowError.class);
        }
    }

    /** As the resolver of names may: no interrupt ends it. */
    private void hang() throws Exception {
        calls.call(
                () -> {
                    while (hangs.getCount() > 0) {
                        try {
                            hangs.await();
                        } catch (InterruptedException e) {
                            ended.addAndGet(0);
                        }
                    }
                    return "late";
                },
                SHORT,
                ended::incrementAndGet);
    }
}
