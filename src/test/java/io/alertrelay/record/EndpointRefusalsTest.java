package io.alertrelay.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts of refused requests, also by whoever else writes to their topic. */
class EndpointRefusalsTest {
    private static final String PERIOD = "\"from\":\"2026-11-22T02:00:00Z\",\"to\":\"2026-11-22T02:01:00Z\"";

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{" + PERIOD + ",\"counts\":[null]}", "{" + PERIOD + ",\"counts\":{}}"})
    void whatARelayNeverWroteIsNone(String value) {
        assertThat(EndpointRefusals.of(record(value))).isEmpty();
    }

    @Test
    void postsThatCantBeReadTakeNothingFromTheCounts() {
        EndpointRefusals refusals = EndpointRefusals.of(record("{" + PERIOD
                        + ",\"counts\":[{\"status\":401,\"cause\":\"no key\",\"count\":7}],\"posts\":[null]}"))
                .orElseThrow();

        assertThat(refusals.counts().values()).containsExactly(7L);
        assertThat(refusals.posts()).isEmpty();
    }

    private static StoredRecord record(String value) {
        return new StoredRecord(
                0, 1, Instant.parse("2026-11-22T02:00:00Z"), "key", Map.of(), value.getBytes(StandardCharsets.UTF_8));
    }
}
