package io.alertrelay.pipeline;

import java.util.Comparator;

/**
 * Which alert of which webhook. Ordered as webhooks of one partition are routed.
 *
 * @param receipt of the webhook
 * @param offset of the webhook in its partition
 * @param index of the alert in the webhook, from 0
 */
public record AlertRef(String receipt, long offset, int index) implements Comparable<AlertRef> {
    private static final Comparator<AlertRef> ORDER = Comparator.comparingLong(AlertRef::offset)
            .thenComparingInt(AlertRef::index)
            .thenComparing(AlertRef::receipt);

    @Override
    public int compareTo(AlertRef other) {
        return ORDER.compare(this, other);
    }
}
