package io.alertrelay.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.testing.SteppedClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentActivityTest {
    private final SteppedClock clock = new SteppedClock();
    private final RecentActivity recent = new RecentActivity(clock);

    @Test
    void theLastHourIsToldByMinutesAndWhatIsOlderOnlyByTheDay() {
        recent.accepted("arms", 5);
        clock.advance(Duration.ofMinutes(30));
        recent.accepted("arms", 2);
        recent.accepted("prometheus", 1);

        assertThat(sum(recent.toJson(), "/hour/accepted")).isEqualTo(8);
        assertThat(recent.toJson().at("/hour/accepted/59").asLong()).isEqualTo(3);
        assertThat(sum(recent.toJson(), "/integrations/arms/accepted")).isEqualTo(7);

        clock.advance(Duration.ofMinutes(40));
        assertThat(sum(recent.toJson(), "/hour/accepted")).isEqualTo(3);
        assertThat(sum(recent.toJson(), "/day/accepted")).isEqualTo(8);

        clock.advance(Duration.ofDays(1));
        assertThat(sum(recent.toJson(), "/day/accepted")).isZero();
    }

    @Test
    void whatWaitsIsNoSumOverTime() {
        for (int i = 0; i < 4; i++) {
            recent.waiting(Map.of("payments", 7L, "platform", 1L));
            clock.advance(Duration.ofSeconds(10));
        }
        recent.waiting(Map.of("payments", 9L, "platform", 0L));

        ObjectNode told = recent.toJson();
        assertThat(told.at("/channels/payments/waiting/29").asLong()).isEqualTo(9);
        assertThat(told.at("/hour/waiting/59").asLong()).isEqualTo(9);
        assertThat(told.at("/day/waiting/143").asLong()).isEqualTo(9);
    }

    @Test
    void aChannelsFailuresAreToldByCauseAndHowLongItsDeliveriesTook() {
        recent.waiting(Map.of("payments", 0L));
        for (int millis = 1; millis <= 100; millis++) {
            recent.delivered("payments", Optional.of(Duration.ofMillis(millis)));
        }
        recent.delivered("payments", Optional.empty());
        recent.failed("payments", "429 TooMany: slow\ndown");
        for (int i = 0; i < 3; i++) {
            recent.failed("payments", "503");
        }
        clock.advance(Duration.ofMinutes(2));

        ObjectNode told = recent.toJson();
        assertThat(told.at("/channels/payments/failures/0").toString()).isEqualTo("{\"cause\":\"503\",\"count\":3}");
        assertThat(told.at("/channels/payments/failures/1/cause").asText())
                .contains("429")
                .doesNotContain("\n");
        assertThat(told.at("/channels/payments/delivered_after/p95_ms").asInt()).isEqualTo(96);
        assertThat(sum(told, "/channels/payments/delivered")).isEqualTo(101);
        assertThat(recent.deliveredLastMinute("payments")).isZero();
    }

    @Test
    void moreNamesThanAreRememberedAreCountedTogether() {
        for (int i = 0; i < 5_000; i++) {
            recent.accepted("integration-" + i, 1);
        }

        assertThat(recent.toJson().path("integrations").size()).isLessThanOrEqualTo(1_000);
        assertThat(sum(recent.toJson(), "/day/accepted")).isEqualTo(5_000);
    }

    private static long sum(ObjectNode told, String path) {
        long sum = 0;
        for (var number : told.at(path)) {
            sum += number.asLong();
        }
        return sum;
    }
}
