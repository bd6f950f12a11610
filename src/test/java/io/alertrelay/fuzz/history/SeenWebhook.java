package io.alertrelay.fuzz.history;

/**
 * A record of the topic of webhooks.
 *
 * @param at epoch milliseconds
 * @param receipt made from position and nonce, as the sender was told it
 */
public record SeenWebhook(int partition, long offset, long at, String receipt, String integration, String body) {
    /** How many partitions there are at first. */
    private static final int PARTITIONS = 6;

    /**
     * Whether it is where something of the same integration is stored later. When partitions are doubled, that of an
     * integration stays the same, or is one of those that were added to it, which have higher numbers.
     */
    public boolean isBehind(SeenWebhook other) {
        return partition == other.partition
                ? offset > other.offset
                : partition > other.partition && (partition - other.partition) % PARTITIONS == 0;
    }
}
