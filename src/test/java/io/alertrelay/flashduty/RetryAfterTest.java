package io.alertrelay.flashduty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private final RetryAfter retryAfter = new RetryAfter(InstantSource.fixed(Instant.parse("2026-03-04T05:06:07Z")));

    @ParameterizedTest
    @CsvSource({
        "1, PT1S",
        "' 30 ', PT30S",
        "600, PT10M",
        "'Wed, 04 Mar 2026 05:06:08 GMT', PT1S",
        "'Wed, 04 Mar 2026 05:16:07 GMT', PT10M"
    })
    void secondsAndDatesAreRead(String header, Duration expected) {
        assertThat(retryAfter.read(header)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "601",
                "86400",
                "999999999",
                "9999999999",
                "99999999999999999999999999999999999999999999999999",
                "Thu, 05 Mar 2026 05:06:07 GMT",
                "Fri, 31 Dec 9999 23:59:59 GMT"
            })
    void anAbsurdlyLongWaitIsCutToTheMaximum(String header) {
        assertThat(retryAfter.read(header)).contains(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0",
                "-1",
                "+5",
                "1.5",
                "0x10",
                "1e3",
                "５",
                "soon",
                "5 seconds",
                "Wed, 04 Mar 2026 05:06:07 GMT",
                "Tue, 03 Mar 2026 05:06:07 GMT",
                "Mon, 04 Mar 2026 05:06:08 GMT",
                "Wed, 32 Mar 2026 05:06:08 GMT",
                "2026-03-04T05:06:08Z"
            })
    void aWaitThatIsNotInTheFutureOrCannotBeReadIsIgnored(String header) {
        assertThat(retryAfter.read(header)).isEmpty();
    }
}
