package io.alertrelay.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.alert.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAlertTest {
    private static final Instant T0 = Instant.parse("2026-11-22T02:00:00Z");

    @Test
    void isReadAsItWasWritten() throws Exception {
        OpenAlert alert = new OpenAlert(
                List.of("支付 \"a\"", "b"), Severity.CRITICAL, "0123456789ab", "case 1 (\u2028)", T0, T0.plusMillis(1));

        assertThat(OpenAlert.of(record(alert.bytes()))).contains(alert);
    }

    @Test
    void aTombstoneIsNone() throws Exception {
        assertThat(OpenAlert.of(record(new byte[0]))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{", "null", "7", "{\"v\":2}", "{\"v\":1}", "{\"v\":1,\"channels\":{}}"})
    void rubbishIsRefused(String rubbish) {
        assertThatThrownBy(() -> OpenAlert.of(record(rubbish.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(UnreadableRecordException.class);
    }

    private static StoredRecord record(byte[] value) {
        return new StoredRecord(0, 1, T0, "key", Map.of(), value);
    }
}
