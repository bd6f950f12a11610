package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class OffsetRangesTest {
    private final OffsetRanges ranges = new OffsetRanges();

    @Test
    void whatIsAddedTwiceCountsOnce() {
        ranges.add(50, 60);
        ranges.add(10, 20);
        ranges.add(50, 60);
        ranges.add(15, 55);

        assertThat(ranges.count()).isEqualTo(50);
    }

    @Test
    void nothingIsAnEmptyRange() {
        ranges.add(5, 5);
        ranges.add(7, 3);

        assertThat(ranges.count()).isZero();
    }

    @RepeatedTest(20)
    void theyCountAsASetDoes(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Set<Long> expected = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            long from = random.nextInt(200);
            long to = from + random.nextInt(20);
            ranges.add(from, to);
            LongStream.range(from, to).forEach(expected::add);

            assertThat(ranges.count()).isEqualTo(expected.size());
        }
    }
}
