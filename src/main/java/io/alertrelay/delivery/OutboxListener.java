package io.alertrelay.delivery;

/** Told what becomes of a channel's deliveries. Delivery announces; who listens is not its affair. */
public interface OutboxListener {
    /**
     * The settlement is durable: nothing of the delivery is left to do.
     *
     * @param receipts the offset in the topic of the receipts from which later settlements will be found
     */
    default void settled(Settlement settlement, long receipts) {}

    /** The delivery was sent and is not settled by that. */
    default void attempted(Delivery delivery, Attempt attempt) {}

    /** The channel is in another state than before, or in the same one for another cause. */
    default void changed(String channel, ChannelState before, ChannelState now) {}

    /** Somebody wants nothing to be sent to the channel for now. */
    default void paused(String channel, Pause pause) {}

    /**
     * It may be sent to again.
     *
     * @param how that came: who wants it, or that its time was over
     */
    default void resumed(String channel, Pause pause, String how) {}
}
