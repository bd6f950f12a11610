package io.alertrelay.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordTimeTest {
    @Test
    void readsATime() {
        assertThat(RecordTime.parse("2026-05-01T10:00:00.5Z")).isEqualTo(Instant.parse("2026-05-01T10:00:00.5Z"));
    }

    @Test
    void readsWhateverJavaReadsAsTheSameTime() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            String text = Instant.ofEpochSecond(random.nextLong(253_402_300_800L), random.nextInt(1_000_000_000))
                    .truncatedTo(List.of(ChronoUnit.SECONDS, ChronoUnit.MILLIS, ChronoUnit.NANOS)
                            .get(i % 3))
                    .toString();
            assertThat(RecordTime.parse(text)).isEqualTo(Instant.parse(text));
        }
        for (String text : List.of(
                "2026-02-28T24:00:00Z",
                "2026-05-01T10:00:00.50Z",
                "2026-05-01T10:00:00.Z",
                "2016-12-31T23:59:60Z",
                "2026-05-01T10:00:00.000000001Z",
                "2026-05-01t10:00:00z",
                "2026-05-01T10:00:00+08:00")) {
            assertThat(RecordTime.parse(text)).as(text).isEqualTo(Instant.parse(text));
        }
    }

    @Test
    void writesATimeAsJavaDoes() {
        Random random = new Random(8);
        List<ChronoUnit> units = List.of(ChronoUnit.DAYS, ChronoUnit.SECONDS, ChronoUnit.MILLIS, ChronoUnit.MICROS);
        for (int i = 0; i < 20_000; i++) {
            // A tenth of them before 1970, and as many after 9999.
            long second = random.nextLong(-25_340_230_080L, 278_742_530_880L);
            Instant time = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000));
            assertWritten(time);
            assertWritten(time.truncatedTo(units.get(i % units.size())));
            assertWritten(Instant.ofEpochSecond(second, random.nextInt(3)));
        }
        for (long second : List.of(-1L, 0L, 1L, 951_782_400L, 4_107_542_399L, 253_402_300_799L, 253_402_300_800L)) {
            for (int nanos : List.of(0, 1, 999, 1_000, 999_999, 1_000_000, 100_000_000, 999_999_999)) {
                assertWritten(Instant.ofEpochSecond(second, nanos));
            }
        }
        assertWritten(Instant.MIN);
        assertWritten(Instant.MAX);
    }

    private static void assertWritten(Instant time) {
        assertThat(RecordTime.text(time)).isEqualTo(time.toString());
    }

    @Test
    void whatIsNoTimeIsRefused() {
        for (String text : List.of(
                "",
                "Z",
                "2026-05-01T10:00:00",
                "2026-02-29T10:00:00Z",
                "2026-13-01T10:00:00Z",
                "2026-05-01T25:00:00Z",
                "2026-05-01T10:00:00.0000000001Z",
                "2026-05-01T10:00:0xZ")) {
            assertThatThrownBy(() -> RecordTime.parse(text)).as(text).isInstanceOf(DateTimeException.class);
        }
    }

    @Test
    void aYearWithWhichOneCannotReckonIsRefusedWithWhatWasFound() {
        for (String time : new String[] {"+1000000000-12-31T23:59:59.999999999Z", "-1000000000-01-01T00:00:00Z"}) {
            assertThatThrownBy(() -> RecordTime.parse(time))
                    .isInstanceOf(DateTimeException.class)
                    .hasMessageContaining(time)
                    .hasMessageContaining("1970 to 9999");
        }
    }
}
