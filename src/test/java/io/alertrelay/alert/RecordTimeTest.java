package io.alertrelay.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordTimeTest {
    @Test
    void readsATime() {
        assertThat(RecordTime.parse("2026-05-01T10:00:00.5Z")).isEqualTo(Instant.parse("2026-05-01T10:00:00.5Z"));
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
