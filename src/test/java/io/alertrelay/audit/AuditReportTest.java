package io.alertrelay.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.json.Json;
import io.alertrelay.reading.Scope;
import io.alertrelay.record.EndpointRefusals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AuditReportTest {
    @Test
    void scriptsFindAllOfItWhereItAlwaysWas() {
        AuditReport report = new AuditReport(
                new Scope(Optional.of(Instant.parse("2026-11-22T02:00:00Z")), Optional.empty()),
                Optional.of(Instant.parse("2026-11-22T02:00:01Z")),
                Optional.of(Instant.parse("2026-11-22T01:00:00Z")),
                new TreeMap<>(Map.of(new EndpointRefusals.Kind("", 404, "no such path"), 2L)),
                new AuditReport.Webhooks(5, 1, 0),
                7,
                new AuditReport.Deliveries(9, 4, Map.of("refused", 1L), Map.of(), Map.of("reminder", 2L), 1, 3, 1, 0),
                new AuditReport.InQuarantine(1, 2, 3, Map.of("discarded", 1L)),
                new AuditReport.Repeats(1, 2, 3, 4),
                Map.of(Finding.Kind.PASSED_UNSETTLED, 1L),
                List.of(new Finding(Finding.Kind.PASSED_UNSETTLED, "w0-1-x/0/pay", "no receipt")));

        assertThat(Json.of(report))
                .hasToString("{\"from\":\"2026-11-22T02:00:00Z\",\"oldest_webhook_at\":\"2026-11-22T02:00:01Z\","
                        + "\"journal_begins_at\":\"2026-11-22T01:00:00Z\","
                        + "\"refused_at_the_endpoint\":[{\"status\":404,\"cause\":\"no such path\",\"count\":2}],"
                        + "\"webhooks\":{\"accepted\":5,\"not_routed_yet\":1,\"beyond_retention\":0},\"alerts\":7,"
                        + "\"deliveries\":{\"due\":9,\"delivered\":4,\"dead_lettered\":{\"refused\":1},"
                        + "\"dead_letters_decided\":{},\"superseded\":{\"reminder\":2},\"pending\":1,"
                        + "\"not_let_in_yet\":3,\"passed_unsettled\":1,\"beyond_retention\":0},"
                        + "\"quarantined\":{\"at_the_door\":1,\"in_routing\":2,\"set_aside\":3,"
                        + "\"decided\":{\"discarded\":1}},"
                        + "\"repeats\":{\"records\":1,\"receipts\":2,\"after_take_over\":3,\"older_receipts\":4},"
                        + "\"unaccounted\":1,\"clean\":false,\"findings_by_kind\":{\"passed-unsettled\":1},"
                        + "\"findings\":[{\"kind\":\"passed-unsettled\",\"subject\":\"w0-1-x/0/pay\","
                        + "\"detail\":\"no receipt\"}]}");
    }
}
