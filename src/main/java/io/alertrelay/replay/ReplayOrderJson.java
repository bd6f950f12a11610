package io.alertrelay.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.record.Place;
import io.alertrelay.record.RecordJson;
import io.alertrelay.text.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An order as written to the topic of replays: JSON, version 1. */
public final class ReplayOrderJson {
    private static final int VERSION = 1;
    private static final int ID_DIGITS = 12;

    private ReplayOrderJson() {}

    /**
     * The order with an id computed from its content: the same range, replayed in the same way by the same rules, has
     * the same id.
     */
    public static ReplayOrder named(ReplayOrder order) {
        ObjectNode content = RecordJson.tree(Value.of(order));
        content.remove(List.of("id", "created_at", "by", "share"));
        // The ends of the topics at planning are not part of the identity.
        ((ObjectNode) content.get("bounds")).retain("from", "to");
        return order.named((order.isRedrive() ? "d" : "r") + Sha256.hex(content.toString(), ID_DIGITS));
    }

    /** As bytes of UTF-8. */
    static byte[] write(ReplayOrder order) {
        return RecordJson.bytes(Value.of(order));
    }

    /** Reads it; empty if it is not of this version. */
    static Optional<ReplayOrder> read(byte[] json) {
        return RecordJson.read(json, Value.class)
                .filter(value -> value.v == VERSION && value.createdAt != null)
                .flatMap(Value::order);
    }

    private record Value(
            int v,
            String id,
            Instant createdAt,
            String by,
            String to,
            String state,
            double share,
            boolean again,
            ReplayFilter only,
            List<String> deadLetters,
            ReplayBounds bounds,
            Map<String, String> rules) {
        static Value of(ReplayOrder order) {
            return new Value(
                    VERSION,
                    order.id(),
                    order.createdAt(),
                    order.by(),
                    order.destination().text(),
                    // Earlier versions had a choice here. The field stays, because the id is a hash that includes it.
                    "latest",
                    order.share(),
                    order.again(),
                    order.narrowing(),
                    order.deadLetters().stream().map(Place::toString).toList(),
                    order.bounds(),
                    order.rules());
        }

        Optional<ReplayOrder> order() {
            List<Place> places = deadLetters.stream()
                    .flatMap(text -> Place.parse(text).stream())
                    .toList();
            return Destination.of(to)
                    .filter(known -> only != null
                            && bounds != null
                            && bounds.since() != null
                            && places.size() == deadLetters.size())
                    .map(destination ->
                            new ReplayOrder(id, createdAt, by, only, destination, share, again, places, bounds, rules));
        }
    }
}
