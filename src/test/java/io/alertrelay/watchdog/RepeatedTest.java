package io.alertrelay.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RepeatedTest {
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final AtomicInteger rounds = new AtomicInteger();

    @Test
    void aRoundThatFailsIsNotTheLast() {
        Repeated repeated = repeated(() -> {
            if (rounds.incrementAndGet() < 3) {
                throw new StackOverflowError("injected");
            }
        });
        repeated.start();

        await().until(() -> rounds.get() > 5);

        assertThat(repeated.close(PATIENCE)).isTrue();
    }

    @Test
    void aRoundThatHangsIsInterruptedByTheClose() {
        CountDownLatch never = new CountDownLatch(1);
        Repeated repeated = repeated(() -> {
            rounds.incrementAndGet();
            try {
                never.await();
            } finally {
            }
        });
        repeated.start();
        await().until(() -> rounds.get() == 1);

        assertThat(repeated.close(PATIENCE)).isTrue();
        assertThat(rounds).hasValue(1);
    }

    @Test
    void aRoundThatIsWantedDoesNotWaitForThePause() {
        Repeated repeated = new Repeated(
                "test", Stage.unwatched(Job.RELAYS), Duration.ofHours(1), Duration.ofHours(1), rounds::incrementAndGet);
        repeated.start();

        repeated.now();
        await().until(() -> rounds.get() == 1);
        repeated.now();
        await().until(() -> rounds.get() == 2);

        assertThat(repeated.close(PATIENCE)).isTrue();
        assertThat(rounds).hasValue(2);
    }

    @Test
    void noRoundComesAfterTheClose() {
        Repeated repeated = repeated(rounds::incrementAndGet);
        repeated.start();
        await().until(() -> rounds.get() > 2);
        assertThat(repeated.close(PATIENCE)).isTrue();
        int last = rounds.get();

        await().during(Duration.ofMillis(100)).until(() -> rounds.get() == last);
    }

    private static Repeated repeated(SupervisedThread.Work round) {
        return new Repeated("test", Stage.unwatched(Job.RELAYS), Duration.ZERO, SHORT, round);
    }
}
