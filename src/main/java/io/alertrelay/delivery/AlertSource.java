package io.alertrelay.delivery;

/**
 * The alert that a delivery was made from, by its place in the journal. Webhooks are routed in the order of their
 * partition, so in a channel's topic the sources of one partition only grow, except where a webhook was routed again.
 * When partitions are added, an alert moves to one with a higher number, if at all.
 *
 * @param partition of the webhooks topic
 * @param offset of the webhook in it
 * @param index of the alert in the webhook, from 0
 */
public record AlertSource(int partition, long offset, int index) {
    /** Whether it is later than another one of the same alert. */
    public boolean isAfter(AlertSource other) {
        if (partition != other.partition) {
            return partition > other.partition;
        }
        return offset != other.offset ? offset > other.offset : index > other.index;
    }
}
