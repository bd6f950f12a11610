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
        assertThat(severities("critical", "WARNING").narrowing().severities())
                .containsExactly(Severity.CRITICAL, Severity.WARNING);
        assertThatThrownBy(() -> severities("urgent")).hasMessageContaining("severities", "Critical, Warning, Info");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"last\":\"1h\",\"where\":\"labels.team IN payments\"}",
                "{\"last\":\"1h\",\"where\":{}}",
                "{\"last\":\"1h\",\"as_routed\":\"yes\"}",
                "{\"last\":\"1h\",\"again\":1}",
                "{\"last\":\"1h\",\"execute\":\"yes\"}",
                "{\"last\":\"1h\",\"execute\":1}",
                "{\"from_offset\":{\"0\":5.7}}"
            })
    void whatIsWrittenInAnotherFormIsRefusedNotTakenForAbsent(String body) throws Exception {
        assertThatThrownBy(() -> read(body)).isInstanceOf(ReplayException.class).hasMessageContaining("expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"last\":\"1h\"",
                "\"from\":\"2026-11-22T02:00:00Z\"",
                "\"to\":\"2026-11-22T02:00:00Z\"",
                "\"from_offset\":{\"0\":5}",
                "\"to_offset\":{\"0\":5}",
                "\"receipts\":[\"w3-1042-7k3m9qxr2ztc5vbn\"]",
                "\"integrations\":[\"arms-prod\"]",
                "\"severities\":[\"Info\"]",
                "\"where\":[{\"key\":\"labels.team\",\"oper\":\"IN\",\"vals\":[\"a\"]}]",
                "\"as_routed\":true"
            })
    void whatDeadLettersDoNotGoByIsRefusedWithThemNotIgnored(String filter) throws Exception {
        String field = filter.substring(1, filter.indexOf('"', 1));

        assertThatThrownBy(() -> read("{\"dead_letters\":[\"dl-0-17\"]," + filter + "}"))
                .isInstanceOf(ReplayException.class)
                .hasMessageStartingWith(field + ": found ")
                .hasMessageContaining("expected none with dead_letters");
        // Nor is a list that has become empty taken for none: the rest would be a replay of all.
        assertThatThrownBy(() -> read("{\"dead_letters\":[]," + filter + "}")).isInstanceOf(ReplayException.class);
    }

    @Test
    void deadLettersGoWithWhatAppliesToThem() throws Exception {
        ReplayRequest request = read("{\"dead_letters\":[\"dl-0-17\"],\"channels\":[\"payments\"],"
                + "\"only\":\"dead-lettered\",\"to_channel\":\"platform\",\"share\":0.5,\"again\":true,"
                + "\"as_routed\":false,\"severities\":[],\"execute\":true}");

        assertThat(request.deadLetters()).hasSize(1);
        assertThat(request.narrowing().channels()).containsExactly("payments");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"from\":\"2026-11-22T02:00:00Z\",\"to\":\"2026-11-21T02:00:00Z\"}",
                "{\"from\":\"2026-11-22T02:00:00Z\",\"to\":\"2026-11-22T02:00:00Z\"}",
                "{\"from\":\"-999999999-01-01T00:00:00Z\"}",
                "{\"from\":\"2026-11-22T02:00:00Z\",\"to\":\"+999999999-01-01T00:00:00Z\"}"
            })
    void aPeriodInWhichNothingCanBeIsRefused(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("expected a time");
    }

    private static ReplayRequest read(String body) throws Exception {
        return ReplayRequestJson.read((ObjectNode) new ObjectMapper().readTree(body), "tester", PlannerRig.NOW);
    }

    private static ReplayRequest severities(String... severities) throws ReplayException {
        ObjectNode body = new ObjectMapper().createObjectNode().put("last", "1h");
        for (String severity : severities) {
            body.withArray("severities").add(severity);
        }
        return ReplayRequestJson.read(body, "tester", PlannerRig.NOW);
    }
}
