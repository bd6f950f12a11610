package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SentLatelyTest {
    private static final Instant START = Instant.parse("2026-11-24T11:45:00Z");

    private final SentLately lately = new SentLately();

    @Test
    void theRateIsThatOfTheLastSecondsAlsoWhenItHasJustBegun() {
        assertThat(lately.perSecond(START)).isZero();
        for (int second = 0; second < 30; second++) {
            int sent = second < 20 ? 4 : 2;
            for (int i = 0; i < sent; i++) {
                lately.sent(START.plusSeconds(second));
            }
            if (second == 2) {
                assertThat(lately.perSecond(START.plusSeconds(3))).isEqualTo(4);
            }
        }

        assertThat(lately.perSecond(START.plusSeconds(30))).isEqualTo(2);
        assertThat(lately.inTheLastMinute(START.plusSeconds(30))).isEqualTo(100);
        assertThat(lately.perSecond(START.plusSeconds(90))).isZero();
    }
}
