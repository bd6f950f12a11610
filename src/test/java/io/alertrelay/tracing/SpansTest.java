package io.alertrelay.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SpansTest {
    @Test
    void anEmptyAddressOfACollectorIsNone() {
        assertThat(Spans.of(Map.of())).isEmpty();
        assertThat(Spans.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", " ")))
                .isEmpty();
    }
}
