package io.alertrelay.selfalert;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.config.TroubleKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TroubleReportTest {
    private static final Instant NOW = Instant.parse("2026-11-28T04:43:17.591Z");
    private static final SelfTrouble HELD = new SelfTrouble(
            "relay-a", TroubleKind.HELD, "payments", Severity.CRITICAL, "[Alert Relay a] 挂起", "correct its key");

    @Test
    void theirBodyIsLikeThatOfArms() {
        List<TroubleReport> reports = List.of(
                TroubleReport.firing(HELD),
                new TroubleReport("held-1", AlertStatus.RESOLVED, Optional.of(HELD)),
                new TroubleReport("held-2", AlertStatus.RESOLVED, Optional.empty()));

        String about = "\"labels\":{\"alertname\":\"[Alert Relay a] 挂起\",\"severity\":\"Critical\","
                + "\"relay\":\"relay-a\",\"relay_self\":\"held\",\"channel\":\"payments\"},"
                + "\"annotations\":{\"message\":\"correct its key\"}}";
        assertThat(TroubleReport.body(reports, NOW))
                .asString()
                .isEqualTo("{\"receiver\":\"relay\",\"status\":\"firing\",\"alerts\":["
                        + "{\"status\":\"firing\",\"fingerprint\":\"" + HELD.id()
                        + "\",\"startsAt\":\"2026-11-28T04:43:17.591Z\"," + about
                        + ",{\"status\":\"resolved\",\"fingerprint\":\"held-1\","
                        + "\"startsAt\":\"2026-11-28T04:43:17.591Z\",\"endsAt\":\"2026-11-28T04:43:17.591Z\"," + about
                        + ",{\"status\":\"resolved\",\"fingerprint\":\"held-2\","
                        + "\"startsAt\":\"2026-11-28T04:43:17.591Z\",\"endsAt\":\"2026-11-28T04:43:17.591Z\","
                        + "\"labels\":{\"alertname\":\"[Alert Relay] 已恢复 / it is over\"}}]}");
    }
}
