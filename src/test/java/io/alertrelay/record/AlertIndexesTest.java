package io.alertrelay.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertIndexesTest {
    @ParameterizedTest
    @ValueSource(strings = {"0", "7", "0-1", "100-4999,5003", "1,3,5-6,9", "8388607"})
    void isReadAsItIsWritten(String text) {
        AlertIndexes read = AlertIndexes.parse(text).orElseThrow();

        assertThat(read).hasToString(text).isEqualTo(AlertIndexes.of(read.stream()));
        assertThat(read.count()).isEqualTo((int) read.stream().count());
        assertThat(read.first()).isEqualTo(read.stream().min().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "1,", "-1", "5-3", "1-", "x", "0-99999999", "8388608", "0-8388608", "1 "})
    void whatNoRelayWroteIsNone(String text) {
        assertThat(AlertIndexes.parse(text)).isEmpty();
    }

    @Test
    void hasEachOfThemAndNoOther() {
        AlertIndexes some = AlertIndexes.parse("2,4-6,9").orElseThrow();

        assertThat(IntStream.range(0, 12).filter(some::has)).containsExactly(2, 4, 5, 6, 9);
    }

    @Test
    void thoseOfTwoRecordsAreOneRangeWhereTheyMeet() {
        AlertIndexes first = AlertIndexes.parse("100-199,300").orElseThrow();

        assertThat(first.and(AlertIndexes.of(IntStream.rangeClosed(150, 250)))).hasToString("100-250,300");
    }
}
