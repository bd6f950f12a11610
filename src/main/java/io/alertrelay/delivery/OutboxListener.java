package io.alertrelay.delivery;

import io.alertrelay.record.Delivery;

/** Is notified of what happens to a channel's deliveries. Delivery announces and does not know its listeners. */
public interface OutboxListener {
    /**
     * The settlement is durable: the delivery is done.
     *
     * @param receipts the offset in the topic of the receipts from which later settlements will be found
     */
    default void settled(Settlement settlement, long receipts) {}

    /**
     * The same of a settlement that the channel's former outbox announced and recorded: the delivery, which was offered
     * to this one as well, is done. It has been counted and logged.
     *
     * @param receipts the offset in the topic of the receipts from which later settlements will be found
     */
    default void settledBefore(Delivery delivery, long receipts) {}

    /** The delivery was sent and is not settled yet. */
    default void attempted(Delivery delivery, Attempt attempt) {}

    /** The channel's state, or the cause of it, changed. */
    default void changed(String channel, ChannelState before, ChannelState now) {}

    /** The channel was paused. */
    default void paused(String channel, Pause pause) {}

    /**
     * The channel's pause is over.
     *
     * @param how it ended: who resumed it, or that it expired
     */
    default void resumed(String channel, Pause pause, String how) {}

    /** Notifies this listener, and then that one, unless this one fails. */
    default OutboxListener andThen(OutboxListener next) {
        return new OneThenTheOther(this, next);
    }
}
