package io.alertrelay.delivery;

import io.alertrelay.record.Delivery;

/** Notifies one listener, and then another one, unless the first one fails. */
record OneThenTheOther(OutboxListener one, OutboxListener other) implements OutboxListener {
    @Override
    public void settled(Settlement settlement, long receipts) {
        one.settled(settlement, receipts);
        other.settled(settlement, receipts);
    }

    @Override
    public void settledBefore(Delivery delivery, long receipts) {
        one.settledBefore(delivery, receipts);
        other.settledBefore(delivery, receipts);
    }

    @Override
    public void attempted(Delivery delivery, Attempt attempt) {
        one.attempted(delivery, attempt);
        other.attempted(delivery, attempt);
    }

    @Override
    public void changed(String channel, ChannelState before, ChannelState now) {
        one.changed(channel, before, now);
        other.changed(channel, before, now);
    }

    @Override
    public void paused(String channel, Pause pause) {
        one.paused(channel, pause);
        other.paused(channel, pause);
    }

    @Override
    public void resumed(String channel, Pause pause, String how) {
        one.resumed(channel, pause, how);
        other.resumed(channel, pause, how);
    }
}
