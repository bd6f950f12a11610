package io.alertrelay.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.record.EndpointRefusals;
import java.util.Map;

/** An audit's report as JSON. */
public final class AuditJson {
    private AuditJson() {}

    /** All of the report. */
    public static ObjectNode of(AuditReport report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        report.scope().from().ifPresent(from -> root.put("from", from.toString()));
        report.scope().to().ifPresent(to -> root.put("to", to.toString()));
        report.oldest().ifPresent(at -> root.put("oldest_webhook_at", at.toString()));
        root.set("refused_at_the_endpoint", EndpointRefusals.json(report.refused()));
        root.putObject("webhooks").put("accepted", report.webhooks()).put("not_routed_yet", report.notRoutedYet());
        root.put("alerts", report.alerts());
        ObjectNode deliveries =
                root.putObject("deliveries").put("due", report.due()).put("delivered", report.delivered());
        counts(deliveries.putObject("dead_lettered"), report.deadLettered());
        counts(deliveries.putObject("dead_letters_decided"), report.deadLettersDecided());
        counts(deliveries.putObject("superseded"), report.superseded());
        deliveries
                .put("pending", report.pending())
                .put("not_let_in_yet", report.notLetInYet())
                .put("passed_unsettled", report.passedUnsettled())
                .put("beyond_retention", report.beyondRetention());
        ObjectNode quarantined = root.putObject("quarantined")
                .put("at_the_door", report.quarantined().atTheDoor())
                .put("in_routing", report.quarantined().inRouting())
                .put("set_aside", report.quarantined().setAside());
        counts(quarantined.putObject("decided"), report.quarantined().decided());
        root.putObject("repeats")
                .put("records", report.repeats().records())
                .put("receipts", report.repeats().receipts())
                .put("after_take_over", report.repeats().afterTakeOver())
                .put("older_receipts", report.repeats().olderReceipts());
        root.put("unaccounted", report.unaccounted()).put("clean", report.clean());
        ObjectNode kinds = root.putObject("findings_by_kind");
        report.counts().forEach((kind, count) -> kinds.put(kind.word(), count));
        ArrayNode findings = root.putArray("findings");
        report.findings()
                .forEach(f -> findings.addObject()
                        .put("kind", f.kind().word())
                        .put("subject", f.subject())
                        .put("detail", f.detail()));
        return root;
    }

    private static void counts(ObjectNode node, Map<String, Long> counts) {
        counts.forEach(node::put);
    }
}
