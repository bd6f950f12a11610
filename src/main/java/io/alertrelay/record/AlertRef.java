package io.alertrelay.record;

import io.alertrelay.record.ReceiptId.Topic;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Identifies an alert of a webhook, written {@code w3-1042-7k3m9qxr2ztc5vbn/0}. Ordered as in the topic of webhooks,
 * which is the order in which they are routed: of two states of an alert the later one is the newer. Both are in the
 * same partition, unless the number of partitions was raised between them: then the newer one has the higher partition.
 *
 * @param index of the alert in the webhook, from 0
 */
public record AlertRef(ReceiptId webhook, int index) implements Comparable<AlertRef> {
    private static final Pattern INDEX = Pattern.compile("\\d{1,9}");
    private static final Comparator<AlertRef> ORDER = Comparator.comparing((AlertRef ref) -> ref.webhook.place())
            .thenComparingInt(AlertRef::index)
            .thenComparing(ref -> ref.webhook.nonce());

    /** Reads it from two headers of a record; empty if they are absent or invalid. */
    static Optional<AlertRef> of(String receipt, String index) {
        return INDEX.matcher(index).matches()
                ? ReceiptId.parse(receipt)
                        .filter(id -> id.topic() == Topic.WEBHOOKS)
                        .map(id -> new AlertRef(id, Integer.parseInt(index)))
                : Optional.empty();
    }

    /** A bound before every alert of the webhook at that place, and after all of the one before it. */
    public static AlertRef firstAt(Place webhook) {
        return new AlertRef(new ReceiptId(Topic.WEBHOOKS, webhook.partition(), webhook.offset(), ""), 0);
    }

    /** The webhook's receipt, as text. */
    public String receipt() {
        return webhook.toString();
    }

    /** The partition of the webhook. */
    public int partition() {
        return webhook.partition();
    }

    /** The offset of the webhook in its partition. */
    public long offset() {
        return webhook.offset();
    }

    /** Whether it is a newer state than the other, if both are of the same alert. */
    public boolean isAfter(AlertRef other) {
        return compareTo(other) > 0;
    }

    /** The newer one of the two. */
    public static AlertRef newer(AlertRef one, AlertRef other) {
        return other.isAfter(one) ? other : one;
    }

    @Override
    public int compareTo(AlertRef other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return webhook + "/" + index;
    }
}
