package io.alertrelay.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.pipeline.AlertExplanation;
import java.util.List;
import java.util.Map;

/** What a retry makes of records in quarantine, as JSON. */
public final class RetryJson {
    private RetryJson() {}

    /**
     * @param receipts of the webhooks that were stored, by the ids of the records
     * @param done whether anything was to be done
     */
    public static ObjectNode of(List<RetryItem> plan, Map<String, String> receipts, boolean done) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("done", done);
        ArrayNode items = root.putArray("items");
        plan.forEach(item -> {
            String id = item.record().id().toString();
            ObjectNode node = items.addObject().put("id", id);
            item(item, node);
            if (receipts.containsKey(id)) {
                node.put("stored_as", receipts.get(id));
            }
        });
        return root;
    }

    private static void item(RetryItem item, ObjectNode node) {
        if (item instanceof RetryItem.Readable readable) {
            node.put("verdict", "readable");
            alerts(readable.alerts(), node);
            ArrayNode notes = node.putArray("notes");
            readable.notes().forEach(notes::add);
        } else if (item instanceof RetryItem.Outdated outdated) {
            node.put("verdict", "outdated");
            alerts(outdated.alerts(), node);
        } else if (item instanceof RetryItem.Stored stored) {
            node.put("verdict", "stored").put("receipt", stored.receipt());
        } else if (item instanceof RetryItem.Unreadable unreadable) {
            node.put("verdict", "unreadable").put("why", unreadable.why());
        } else if (item instanceof RetryItem.Accepted accepted) {
            node.put("verdict", "accepted").put("receipt", accepted.receipt());
        } else {
            node.put("verdict", "stray");
        }
    }

    private static void alerts(List<RetryAlert> alerts, ObjectNode node) {
        ArrayNode list = node.putArray("alerts");
        for (RetryAlert alert : alerts) {
            AlertExplanation explained = alert.explanation();
            ObjectNode one = list.addObject().put("index", explained.index());
            explained
                    .alert()
                    .ifPresent(read -> one.put("status", read.status().word()).put("alert_key", read.key()));
            one.put("severity", explained.facts().severity().word())
                    .put("title", explained.facts().title())
                    .put("why", explained.explanation().decision().why());
            ArrayNode channels = one.putArray("channels");
            explained.explanation().decision().channels().forEach(channels::add);
            alert.newer().ifPresent(receipt -> one.put("newer", receipt));
            one.put("left_out", alert.left());
        }
    }
}
