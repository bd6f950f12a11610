package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code POST /api/v1/replays} takes. */
class ReplayRequestJsonTest {
    @Test
    void aSeverityIsTakenInAnyCase() throws Exception {
        assertThat(read("critical", "WARNING").narrowing().severities())
                .containsExactly(Severity.CRITICAL, Severity.WARNING);
        assertThatThrownBy(() -> read("urgent")).hasMessageContaining("severities", "Critical, Warning, Info");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"last\":\"1h\",\"where\":\"labels.team IN payments\"}",
                "{\"last\":\"1h\",\"where\":{}}",
                "{\"last\":\"1h\",\"as_routed\":\"yes\"}",
                "{\"last\":\"1h\",\"again\":1}",
                "{\"from_offset\":{\"0\":5.7}}"
            })
    void whatIsWrittenInAnotherFormIsRefusedNotTakenForAbsent(String body) throws Exception {
        ObjectNode read = (ObjectNode) new ObjectMapper().readTree(body);

        assertThatThrownBy(() -> ReplayRequestJson.read(read, "tester", PlannerRig.NOW))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("expected");
    }

    private static ReplayRequest read(String... severities) throws ReplayException {
        ObjectNode body = new ObjectMapper().createObjectNode().put("last", "1h");
        for (String severity : severities) {
            body.withArray("severities").add(severity);
        }
        return ReplayRequestJson.read(body, "tester", PlannerRig.NOW);
    }
}
