package io.alertrelay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReceivedLogTest {
    @Test
    void beyondTheNumberTheOldestAreDropped() {
        ReceivedLog log = new ReceivedLog(2, 1000);

        List.of(1, 2, 3).forEach(i -> log.add(received(i, 10)));

        assertThat(sequences(log)).containsExactly(2L, 3L);
    }

    @Test
    void beyondTheBytesTheOldestAreDropped() {
        ReceivedLog log = new ReceivedLog(100, 25);

        List.of(1, 2, 3, 4).forEach(i -> log.add(received(i, 10)));

        assertThat(sequences(log)).containsExactly(3L, 4L);
    }

    @Test
    void theNewestIsKeptHoweverLargeItIs() {
        ReceivedLog log = new ReceivedLog(100, 25);

        log.add(received(1, 10));
        log.add(received(2, 1000));

        assertThat(sequences(log)).containsExactly(2L);
    }

    @Test
    void theTextOfARequestHidesItsKeyAndBody() {
        assertThat(received(1, 10).toString()).contains("key=s3cr…", "10 bytes").doesNotContain("s3cret-key");
    }

    @Test
    void theBodyOfARequestCantBeChangedFromOutside() {
        Received received = received(1, 3);

        received.body()[0] = 9;

        assertThat(received.body()).containsExactly(0, 0, 0);
    }

    private static List<Long> sequences(ReceivedLog log) {
        return log.matching(any -> true).stream().map(Received::sequence).toList();
    }

    private static Received received(long sequence, int size) {
        return new Received(
                sequence,
                Instant.EPOCH,
                "s3cret-key",
                "/p",
                new byte[size],
                List.of(),
                Handling.TAKEN,
                Optional.of(200));
    }
}
