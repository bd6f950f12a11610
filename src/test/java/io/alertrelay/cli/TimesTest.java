package io.alertrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    private final Times times = new Times(ZoneId.of("Asia/Shanghai"), Instant.parse("2026-11-24T12:00:00Z"));

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T02:00:00Z, 2026-11-22T02:00:00Z",
        "2026-11-22T10:00:00+08:00, 2026-11-22T02:00:00Z",
        "2026-11-22T10:00, 2026-11-22T02:00:00Z",
        "2026-11-22 10:00, 2026-11-22T02:00:00Z",
        "2026-11-22, 2026-11-21T16:00:00Z",
        "90m, 2026-11-24T10:30:00Z",
        "30min, 2026-11-24T11:30:00Z",
        "2 h, 2026-11-24T10:00:00Z",
        "7d, 2026-11-17T12:00:00Z"
    })
    void readsTimesAsPeopleWriteThem(String text, Instant expected) {
        assertThat(times.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-13-01", "7w", "-1h"})
    void anythingElseIsNoTime(String text) {
        assertThat(times.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T11:59:48Z, 12s",
        "2026-11-24T11:56:55Z, 3m05s",
        "2026-11-24T09:50:00Z, 2h10m",
        "2026-11-21T08:00:00Z, 3d4h",
        "2026-11-24T12:00:09Z, 0s",
        "'', -"
    })
    void agesAreShort(String time, String expected) {
        assertThat(times.age(time)).isEqualTo(expected);
    }

    @Test
    void showsTimesInTheZoneOfTheMachineWhichIsWrittenOnce() {
        assertThat(times.show("soon")).isEqualTo("soon");
        assertThat(times.show("2026-11-22T02:00:00Z")).isEqualTo("2026-11-22 10:00:00 +08:00");
        assertThat(times.show("2026-11-22T02:00:00.123456789Z")).isEqualTo("2026-11-22 10:00:00");
        assertThat(times.within("held until 2026-11-22T02:00:00.5Z, then tried"))
                .isEqualTo("held until 2026-11-22 10:00:00, then tried");
    }

    @Test
    void aHeadingWithTheZoneSaysItForAllTimesBelowAndNamesAZoneWhoseOffsetChanges() {
        assertThat(times.heading("RECEIVED")).isEqualTo("RECEIVED +08:00");
        assertThat(times.show("2026-11-22T02:00:00Z")).isEqualTo("2026-11-22 10:00:00");

        Instant now = Instant.parse("2026-11-24T12:00:00Z");
        assertThat(new Times(ZoneId.of("Europe/Berlin"), now).show("2026-06-22T02:00:00Z"))
                .isEqualTo("2026-06-22 04:00:00 Europe/Berlin");
        assertThat(new Times(ZoneId.of("UTC"), now).zone()).isEqualTo("+00:00");
    }
}
