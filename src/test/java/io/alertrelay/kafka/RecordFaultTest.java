package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.DateTimeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class RecordFaultTest {
    @Test
    void whatKafkaOrAStopRefusesIsNotTheRecordsFault() {
        assertThat(RecordFault.isCausedByRecord(new TimeoutException("no metadata")))
                .isFalse();
        assertThat(RecordFault.isCausedByRecord(new IllegalStateException(new IOException("reset"))))
                .isFalse();
        assertThat(RecordFault.isCausedByRecord(new IllegalStateException(new InterruptedException())))
                .isFalse();
        assertThat(RecordFault.isCausedByRecord(new OutOfMemoryError())).isFalse();
    }

    @Test
    void anythingElseIs() {
        assertThat(RecordFault.isCausedByRecord(new DateTimeException("year"))).isTrue();
        assertThat(RecordFault.isCausedByRecord(new IllegalStateException(new StackOverflowError())))
                .isTrue();
    }

    @Test
    void theCauseIsOneShortLine() {
        assertThat(RecordFault.describe(new IllegalStateException(new NumberFormatException("x".repeat(1_000)))))
                .startsWith("NumberFormatException: xxx")
                .hasSizeLessThan(300);
    }
}
