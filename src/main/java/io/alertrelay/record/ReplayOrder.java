package io.alertrelay.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.text.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record of the topic of replays, version 1: what to replay, and how. Its key is its id; under that with a suffix are
 * the last {@link ReplayControl} and the {@link ReplayProgress}.
 *
 * @param id a hash of the content, so that the same order placed twice is one
 * @param by who ordered it
 * @param again whether to send again what a replay has already delivered
 * @param deadLetters the dead letters to redrive, by their places; empty for a replay of webhooks
 * @param share the part of each channel's rate that it may use, above 0 and at most 1
 * @param rules the versions of the rules that it was planned with, by integration; it is refused if they have changed
 */
public record ReplayOrder(
        String id,
        Instant createdAt,
        String by,
        ReplayFilter narrowing,
        ReplayDestination destination,
        double share,
        boolean again,
        List<Place> deadLetters,
        ReplayBounds bounds,
        Map<String, String> rules) {
    /** A share that leaves live traffic most of the rate. */
    public static final double DEFAULT_SHARE = 0.2;

    private static final int VERSION = 1;
    private static final int ID_DIGITS = 12;

    public ReplayOrder {
        deadLetters = List.copyOf(deadLetters);
        rules = Map.copyOf(rules);
    }

    /** Whether it can be a share of a channel's rate. */
    public static boolean isShare(double share) {
        return share > 0 && share <= 1;
    }

    /** Whether it redrives dead letters. */
    public boolean isRedrive() {
        return !deadLetters.isEmpty();
    }

    /** Whether the webhook is in its range, and among its receipts if it names some. */
    public boolean mayCover(ReceiptId webhook) {
        int partition = webhook.partition();
        return bounds.from().getOrDefault(partition, Long.MAX_VALUE) <= webhook.offset()
                && webhook.offset() < bounds.to().getOrDefault(partition, 0L)
                && (narrowing.receipts().isEmpty() || narrowing.receipts().contains(webhook.toString()));
    }

    /** The same order with another id. */
    public ReplayOrder named(String name) {
        return new ReplayOrder(name, createdAt, by, narrowing, destination, share, again, deadLetters, bounds, rules);
    }

    /**
     * The same order with an id computed from its content: the same range, replayed in the same way by the same rules,
     * has the same id.
     */
    public ReplayOrder named() {
        ObjectNode content = RecordJson.tree(Value.of(this));
        content.remove(List.of("id", "created_at", "by", "share"));
        // The ends of the topics at planning are not part of the identity.
        ((ObjectNode) content.get("bounds")).retain("from", "to");
        return named((isRedrive() ? "d" : "r") + Sha256.hex(content.toString(), ID_DIGITS));
    }

    /** The id of the replay that a record of the topic belongs to: the part of its key before a suffix. */
    public static String id(StoredRecord record) {
        int suffix = record.key().indexOf('/');
        return suffix < 0 ? record.key() : record.key().substring(0, suffix);
    }

    /** Reads it; empty if the record is no order, or not of this version. */
    public static Optional<ReplayOrder> of(StoredRecord record) {
        return RecordJson.read(record.value(), Value.class)
                .filter(value -> value.v == VERSION && value.createdAt != null)
                .flatMap(Value::order)
                .filter(order -> order.id.equals(record.key()));
    }

    /** As written to the topic. */
    public NewRecord draft() {
        return new NewRecord(id, RecordJson.bytes(Value.of(this)));
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
            return ReplayDestination.of(to)
                    .filter(known -> only != null
                            && bounds != null
                            && bounds.since() != null
                            && places.size() == deadLetters.size())
                    .map(destination ->
                            new ReplayOrder(id, createdAt, by, only, destination, share, again, places, bounds, rules));
        }
    }
}
