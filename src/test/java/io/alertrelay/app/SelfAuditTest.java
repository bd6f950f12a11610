package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.alertrelay.management.HealthReport;
import org.junit.jupiter.api.Test;

/** A relay whose own audit misses something is not well, whatever else is. */
class SelfAuditTest {
    @Test
    void whatIsUnaccountedForDegradesARelayThatIsUp() {
        assertThat(amended("up", 2, 0)).isEqualTo("{\"status\":\"degraded\",\"unaccounted\":2}");
        assertThat(amended("down", 2, 0)).isEqualTo("{\"status\":\"down\",\"unaccounted\":2}");
    }

    @Test
    void anAuditThatFindsNothingOrIsLeftOutDoesNot() {
        assertThat(amended("up", 0, 0)).isEqualTo("{\"status\":\"up\"}");
        assertThat(amended("up", 0, 500_000)).isEqualTo("{\"status\":\"up\",\"audit_left_out_records\":500000}");
    }

    private static String amended(String status, long unaccounted, long leftOut) {
        HealthReport report = new HealthReport(
                true, true, JsonNodeFactory.instance.objectNode().put("status", status));
        return SelfAudit.amended(report, unaccounted, leftOut).details().toString();
    }
}
