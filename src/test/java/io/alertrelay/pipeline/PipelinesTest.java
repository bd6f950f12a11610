package io.alertrelay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which alerts are the relay's own. */
class PipelinesTest {
    @Test
    void testsAndHeartbeatsAreToldFromProblemsOfTheRelayAndFromAlertsOfOthers() {
        assertThat(isTestOrHeartbeat("arms:a", Map.of("relay_test", "zhang@ops-1")))
                .isTrue();
        assertThat(isTestOrHeartbeat("relay-self:heartbeat-1b2c", Map.of())).isTrue();
        assertThat(isTestOrHeartbeat("relay-self:held-1b2c", Map.of("relay_self", "held")))
                .isFalse();
        assertThat(isTestOrHeartbeat("arms:heartbeat-1b2c", Map.of("alertname", "heartbeat")))
                .isFalse();
    }

    private static boolean isTestOrHeartbeat(String key, Map<String, String> labels) {
        return Pipelines.isTestOrHeartbeat(new Alert(
                key,
                AlertStatus.FIRING,
                Severity.INFO,
                labels,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }
}
