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

        ObjectNode json = recent.toJson();
        assertThat(json.at("/channels/payments/waiting/29").asLong()).isEqualTo(9);
        assertThat(json.at("/hour/waiting/59").asLong()).isEqualTo(9);
        assertThat(json.at("/day/waiting/143").asLong()).isEqualTo(9);
    }

    @Test
    void whatWaitsIsNotZeroUntilItIsCountedAgain() {
        recent.waiting(Map.of("payments", 7L));
        recent.unrouted(5);
        clock.advance(Duration.ofSeconds(10));

        ObjectNode json = recent.toJson();
        assertThat(json.at("/channels/payments/waiting/29").asLong()).isEqualTo(7);
        assertThat(json.at("/hour/waiting/59").asLong()).isEqualTo(7);
        assertThat(json.at("/routing/waiting/29").asLong()).isEqualTo(5);

        recent.waiting(Map.of("payments", 9L));
        clock.advance(Duration.ofMinutes(10));
        assertThat(recent.toJson().at("/day/waiting/143").asLong()).isEqualTo(9);
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

        ObjectNode json = recent.toJson();
        assertThat(json.at("/channels/payments/failures/0").toString()).isEqualTo("{\"cause\":\"503\",\"count\":3}");
        assertThat(json.at("/channels/payments/failures/1/cause").asText())
                .contains("429")
                .doesNotContain("\n");
        assertThat(json.at("/channels/payments/delivered_after/p95_ms").asInt()).isEqualTo(96);
        assertThat(sum(json, "/channels/payments/delivered")).isEqualTo(101);
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

    /** The console reads this JSON: a field that is renamed or moved breaks its charts. */
    @Test
    void saysAllOfItInOneForm() {
        recent.accepted("arms", 5);
        recent.waiting(Map.of("payments", 3L));
        recent.waiting(Map.of("夜班", 1L));
        recent.unrouted(2);
        recent.delivered("payments", Optional.of(Duration.ofMillis(7)));
        for (int i = 0; i < 7; i++) {
            recent.failed("payments", "50" + Math.min(i, 5));
        }
        recent.failed("gone", "503");
        recent.refused("arms", 401, "the key\nis unknown");
        recent.refused("arms", 401, "the key\nis unknown");
        recent.truncated("alertmanager", 3);
        recent.truncated("alertmanager", 6);

        assertThat(recent.toJson().toString().replaceAll("0(,0)+", "…")).isEqualTo("""
                {"at":"2026-05-01T10:00:00Z","since":"2026-05-01T10:00:00Z","hour":{"step_seconds":60,\
                "accepted":[…,5],"delivered":[…,1],"failed":[…,8],"waiting":[…,4]},"day":{"step_seconds":600,\
                "accepted":[…,5],"delivered":[…,1],"failed":[…,8],"waiting":[…,1]},\
                "integrations":{"arms":{"accepted":[…,5]}},"routing":{"waiting":[…,2]},\
                "channels":{"payments":{"waiting":[…,3],"delivered":[…,1],\
                "delivered_after":{"of":1,"p50_ms":7,"p95_ms":7},"failures":[{"cause":"505","count":2},\
                {"cause":"500","count":1},{"cause":"501","count":1},{"cause":"502","count":1},\
                {"cause":"503","count":1}]},"夜班":{"waiting":[…,1],"delivered":[…]}},\
                "refused":[{"integration":"arms","status":401,"cause":"the key\\nis unknown","count":2}],\
                "truncated":[{"integration":"alertmanager","count":9}]}""");
    }

    @Test
    void whatSendersLeftOutCountsForAnHour() {
        recent.truncated("alertmanager", 3);
        clock.advance(Duration.ofMinutes(50));
        recent.truncated("alertmanager", 4);
        assertThat(recent.truncatedLastHour()).containsExactly(Map.entry("alertmanager", 7L));

        clock.advance(Duration.ofMinutes(30));
        assertThat(recent.truncatedLastHour()).containsExactly(Map.entry("alertmanager", 4L));
    }

    @Test
    void whatWasRefusedOfAnIntegrationCountsForAnHour() {
        recent.refused("arms", 413, "size");
        recent.refused("arms", 503, "kafka");
        recent.refused("unknown", 401, "unknown-key");

        assertThat(recent.refusedLastHour()).containsExactly(Map.entry("arms", 2L));
        clock.advance(Duration.ofMinutes(80));
        assertThat(recent.refusedLastHour()).isEmpty();
    }

    private static long sum(ObjectNode json, String path) {
        long sum = 0;
        for (var number : json.at(path)) {
            sum += number.asLong();
        }
        return sum;
    }
}
