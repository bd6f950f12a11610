package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** Clients that have failed are replaced, and less and less often while the new ones fail as well. */
class FailedClientsTest {
    private final AtomicBoolean failed = new AtomicBoolean(true);
    private final AtomicInteger renewed = new AtomicInteger();
    private final AtomicLong now = new AtomicLong();
    private Runnable renewal = renewed::incrementAndGet;
    private final FailedClients clients = new FailedClients(failed::get, () -> renewal.run(), now::get);

    @Test
    void nothingIsReplacedIfNothingHasFailed() {
        failed.set(false);

        assertThat(renewalsWithin(Duration.ofHours(1))).isZero();
    }

    @Test
    void whatHasFailedIsReplacedAfterSomeSecondsAndAtLastOnceAMinute() {
        assertThat(renewalsWithin(Duration.ofSeconds(4))).isZero();
        assertThat(renewalsWithin(Duration.ofSeconds(2))).isEqualTo(1);
        assertThat(renewalsWithin(Duration.ofSeconds(9))).isZero();
        assertThat(renewalsWithin(Duration.ofSeconds(3))).isEqualTo(1);
        renewalsWithin(Duration.ofMinutes(5));

        assertThat(renewalsWithin(Duration.ofMinutes(10))).isBetween(9, 10);
    }

    @Test
    void newOnesThatFailOnlyWhenTheyAreUsedAreNotReplacedMoreOften() {
        for (int i = 0; i < 30; i++) {
            failed.set(true);
            while (renewalsWithin(Duration.ofSeconds(1)) == 0) {}
            failed.set(false);
            renewalsWithin(Duration.ofSeconds(20));
        }

        failed.set(true);
        assertThat(renewalsWithin(Duration.ofSeconds(59))).isZero();
    }

    @Test
    void afterAMinuteInWhichNoneHasFailedItStartsAgain() {
        renewalsWithin(Duration.ofMinutes(10));
        failed.set(false);
        renewalsWithin(Duration.ofSeconds(62));

        failed.set(true);
        assertThat(renewalsWithin(Duration.ofSeconds(7))).isEqualTo(1);
    }

    @Test
    void oneThatCanNotBeMadeIsTriedAgain() {
        renewal = () -> {
            renewed.incrementAndGet();
            throw new KafkaException("the keystore is being written");
        };

        assertThat(renewalsWithin(Duration.ofMinutes(1))).isGreaterThan(1);
    }

    private int renewalsWithin(Duration time) {
        int before = renewed.get();
        for (int i = 0; i < time.toSeconds(); i++) {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            clients.look();
        }
        return renewed.get() - before;
    }
}
