package io.alertrelay.find;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** What a search finds, as JSON, an object a line: {@code what} says which. */
public final class FoundJson {
    private FoundJson() {}

    /** {@code alert}. */
    public static ObjectNode of(FoundAlert alert) {
        ObjectNode node = line("alert").put("at", alert.receivedAt().toString()).put("request_id", alert.requestId());
        alert.index().ifPresent(index -> node.put("index", index));
        node.put("integration", alert.integration())
                .put("status", alert.status())
                .put("severity", alert.severity())
                .put("title", alert.title())
                .put("alert_key", alert.alertKey())
                .put("routed", alert.routed());
        ArrayNode deliveries = node.putArray("deliveries");
        for (FoundAlert.Delivery delivery : alert.deliveries()) {
            ObjectNode one = deliveries
                    .addObject()
                    .put("channel", delivery.channel())
                    .put("state", delivery.ending().word())
                    .put("detail", delivery.detail());
            delivery.at().ifPresent(at -> one.put("at", at.toString()));
            if (!delivery.replay().isEmpty()) {
                one.put("replay", delivery.replay());
            }
        }
        alert.unread().ifPresent(unread -> unread(unread, node.putObject("unread")));
        return node;
    }

    private static void unread(FoundAlert.Unread unread, ObjectNode node) {
        node.put("state", unread.ending().word()).put("kind", unread.kind()).put("cause", unread.cause());
        unread.kept().ifPresent(kept -> {
            node.put("id", kept.id().toString());
            kept.resolution().ifPresent(decided -> node.set("resolution", decided.json()));
        });
    }

    /** {@code progress}. */
    public static ObjectNode progress(long searched, long total, Instant backTo) {
        ObjectNode node = line("progress").put("searched", searched).put("of", total);
        if (backTo.isAfter(Instant.EPOCH) && backTo.isBefore(Instant.MAX)) {
            node.put("back_to", backTo.toString());
        }
        return node;
    }

    /** {@code end}, the last line of a search that was not cut off. */
    public static ObjectNode of(SearchEnd end) {
        ObjectNode node = line("end")
                .put("found", end.found())
                .put("searched", end.searched())
                .put("of", end.total());
        if (end.unknown() > 0) {
            node.put("refused_unread", end.unknown());
        }
        end.next().ifPresent(place -> node.put("next", place));
        return node;
    }

    private static ObjectNode line(String what) {
        return JsonNodeFactory.instance.objectNode().put("what", what);
    }
}
