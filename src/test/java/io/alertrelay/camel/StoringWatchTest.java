package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.TopicFaults;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** When the public port can't write to a topic, that is reported; a burst that fails is not. */
class StoringWatchTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final TopicFaults faults = new TopicFaults(Clock.systemUTC(), nanos::get);
    private final StoringWatch watch = new StoringWatch(faults, nanos::get);

    @Test
    void aTopicInWhichNothingIsStoredForSecondsIsReportedAndTheOtherIsNot() {
        watch.failed("quarantine", new TimeoutException("no ack"));
        watch.stored("webhooks");
        assertThat(faults.all()).isEmpty();

        pass(Duration.ofSeconds(4));
        watch.failed("quarantine", new TimeoutException("no ack"));

        assertThat(faults.of("quarantine").orElseThrow().cause()).contains("503", "no ack");
        assertThat(faults.of("webhooks")).isEmpty();

        watch.stored("quarantine");
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void aFailureThatPassesIsNone() {
        watch.failed("webhooks", new TimeoutException("no ack"));
        pass(Duration.ofSeconds(2));
        watch.stored("webhooks");
        pass(Duration.ofSeconds(2));
        watch.failed("webhooks", new TimeoutException("no ack"));

        assertThat(faults.all()).isEmpty();
    }

    @Test
    void aFaultThatNoPostHasShownForMinutesIsOver() {
        watch.failed("webhooks", new TimeoutException("no ack"));
        pass(Duration.ofSeconds(4));
        watch.failed("webhooks", new TimeoutException("no ack"));
        pass(Duration.ofMinutes(4));
        watch.failed("webhooks", new TimeoutException("no ack"));
        pass(Duration.ofMinutes(4));
        assertThat(faults.of("webhooks")).isPresent();

        pass(Duration.ofMinutes(2));

        assertThat(faults.all()).isEmpty();
    }

    @Test
    void aSeldomPostThatFailsEachTimeIsReported() {
        watch.failed("webhooks", new TimeoutException("no ack"));
        pass(Duration.ofMinutes(20));
        assertThat(faults.all()).as("one failure").isEmpty();
        watch.failed("webhooks", new TimeoutException("no ack"));

        assertThat(faults.of("webhooks")).isPresent();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
