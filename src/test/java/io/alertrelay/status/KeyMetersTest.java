package io.alertrelay.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.config.KeyRing;
import io.alertrelay.config.KnownKey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KeyMetersTest {
    private static final Instant SOON = Instant.ofEpochSecond(1_000);
    private static final Instant LATER = Instant.ofEpochSecond(2_000);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final KeyMeters meters = new KeyMeters(metrics);

    @Test
    void saysWhenTheLastKeyOfAnIntegrationEndsUnlessOneNeverDoes() {
        KeyRing keys = new KeyRing(List.of(
                key("ends", "a", Optional.of(LATER)),
                key("ends", "b", Optional.of(SOON)),
                key("rotated", "c", Optional.of(SOON)),
                key("rotated", "d", Optional.empty())));

        meters.show(keys, List.of("ends", "rotated"));

        assertThat(shown()).containsExactly(Map.entry("ends", 2_000.0));
    }

    @Test
    void followsTheConfiguration() {
        meters.show(new KeyRing(List.of(key("a", "a", Optional.of(SOON)))), List.of("a"));
        meters.show(new KeyRing(List.of(key("a", "b", Optional.of(LATER)))), List.of("a"));
        assertThat(shown()).containsExactly(Map.entry("a", 2_000.0));

        meters.show(new KeyRing(List.of(key("a", "b", Optional.empty()))), List.of("a"));
        assertThat(shown()).isEmpty();
    }

    private static KnownKey key(String integration, String key, Optional<Instant> notAfter) {
        return KnownKey.of(integration, key, notAfter);
    }

    private Map<String, Double> shown() {
        return metrics.find("alert_relay_key_ends_timestamp_seconds").gauges().stream()
                .collect(Collectors.toMap(gauge -> gauge.getId().getTag("integration"), Gauge::value));
    }
}
