package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimedCallsTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final CountDownLatch hangs = new CountDownLatch(1);
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger hanging = new AtomicInteger();
    private final List<Object> notified = new CopyOnWriteArrayList<>();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final TimedCalls calls = new TimedCalls("test", 2);

    @AfterEach
    void close() {
        hangs.countDown();
        calls.close();
        callers.shutdown();
    }

    @Test
    void whatHangsBeyondItsTimeIsEndedAndToldOfOnce() throws Exception {
        hang(SHORT);

        await().until(() -> ended.get() == 1 && notified.equals(List.of(TimedCalls.Unanswered.LATE)));
        hangs.countDown();
        callers.shutdown();
        await().until(callers::isTerminated);
        assertThat(notified).hasSize(1);
    }

    @Test
    void noMoreHangThanThereArePlacesAndThatIsSaid() throws Exception {
        hang(SHORT);
        await().until(() -> notified.size() == 1);
        assertThat(call("works")).isEqualTo("works");
        hang(SHORT);
        await().until(() -> notified.size() == 3);

        hang(SHORT);
        await().until(() -> notified.size() == 4);
        assertThat(notified.get(3)).isEqualTo(TimedCalls.Unanswered.NO_PLACE);
        hangs.countDown();
        assertThat(call("works again")).isEqualTo("works again");
    }

    @Test
    void whatThrowsFreesItsPlace() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> calls.call(
                            () -> {
                                throw new StackOverflowError("deep");
                            },
                            LONG,
                            () -> {},
                            notified::add,
                            notified::add))
                    .isInstanceOf(StackOverflowError.class);
        }
        assertThat(notified).isEmpty();
    }

    @Test
    void anErrorBeforeTheCallIsMadeFreesItsPlace() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> calls.call(() -> "never", LONG, new Unhashable(), notified::add, notified::add))
                    .isInstanceOf(OutOfMemoryError.class);
        }

        assertThat(call("works")).isEqualTo("works");
    }

    /** Fails where a call that can be ended from outside is noted, as anything may if there is no memory. */
    private static final class Unhashable implements Runnable {
        @Override
        public void run() {}

        @Override
        public int hashCode() {
            throw new OutOfMemoryError("Java heap space");
        }

        @Override
        public boolean equals(Object other) {
            return other == this;
        }
    }

    @Test
    void whatRunsWhenTheyAreClosedIsEndedAndNothingIsCalledAnyMore() {
        hang(LONG);
        await().until(() -> hanging.get() == 1);

        calls.close();

        await().until(() -> ended.get() == 1);
        assertThatThrownBy(() -> call("too late")).isInstanceOf(RejectedExecutionException.class);
    }

    private Object call(String result) throws Exception {
        calls.call(() -> result, LONG, () -> {}, notified::add, notified::add);
        return notified.get(notified.size() - 1);
    }

    /** As the resolver of names may: no interrupt ends it. */
    private void hang(Duration atMost) {
        callers.submit(() -> {
            calls.call(
                    () -> {
                        hanging.incrementAndGet();
                        while (hangs.getCount() > 0) {
                            try {
                                hangs.await();
                            } catch (InterruptedException e) {
                                ended.addAndGet(0);
                            }
                        }
                        return "late";
                    },
                    atMost,
                    ended::incrementAndGet,
                    notified::add,
                    notified::add);
            return true;
        });
    }
}
