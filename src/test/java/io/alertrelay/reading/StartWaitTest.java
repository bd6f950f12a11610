package io.alertrelay.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StartWaitTest {
    private final List<String> told = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final StartWait waiting = new StartWait(told::add, nanos::get);

    @Test
    void whatIsWaitedForIsToldWhenItChangesAndAgainEveryFiveMinutes() {
        waiting.on("Kafka");
        pass(Duration.ofMinutes(4));
        waiting.on("Kafka");
        assertThat(told).containsExactly("waiting for Kafka");

        pass(Duration.ofMinutes(1));
        waiting.on("Kafka");
        waiting.on("Kafka");
        assertThat(told).containsExactly("waiting for Kafka", "waiting for Kafka");

        waiting.on("replicas");
        assertThat(told).hasSize(3).endsWith("waiting for replicas");
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
