package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.Severity;
import org.junit.jupiter.api.Test;

/** What {@code POST /api/v1/replays} takes. */
class ReplayRequestJsonTest {
    @Test
    void aSeverityIsTakenInAnyCase() throws Exception {
        assertThat(read("critical", "WARNING").narrowing().severities())
                .containsExactly(Severity.CRITICAL, Severity.WARNING);
        assertThatThrownBy(() -> read("urgent")).hasMessageContaining("severities", "Critical, Warning, Info");
    }

    private static ReplayRequest read(String... severities) throws ReplayException {
        ObjectNode body = new ObjectMapper().createObjectNode().put("last", "1h");
        for (String severity : severities) {
            body.withArray("severities").add(severity);
        }
        return ReplayRequestJson.read(body, "tester", PlannerRig.NOW);
    }
}
