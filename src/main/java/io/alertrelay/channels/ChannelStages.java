package io.alertrelay.channels;

import io.alertrelay.config.ChannelSettings;
import io.alertrelay.delivery.OutboxStatus;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import io.alertrelay.watchdog.Watchdog;
import java.util.List;
import java.util.Optional;

/**
 * The stages of a channel. Two report progress themselves; three are checked from outside. That a channel is held or
 * slow is part of its state, and no stall.
 */
public final class ChannelStages implements AutoCloseable {
    private final Stage dispatching;
    private final Stage polling;
    private final Stage taking;
    private final Stage sending;
    private final Stage changing;
    private Optional<Object> lastEnd = Optional.empty();

    ChannelStages(Watchdog watchdog, ChannelSettings channel) {
        String name = channel.name();
        this.dispatching = watchdog.stage(Job.DISPATCHER, name);
        // When the channel moves to another relay, its poll thread waits for the requests in flight.
        this.polling = watchdog.stage(Job.DELIVERY_POLL, name, Job.LIMIT.plus(channel.timeout()));
        this.taking = watchdog.stage(Job.DELIVERY, name);
        this.sending = watchdog.stage(Job.SENDER, name, Job.LIMIT.plus(channel.timeout()));
        // A change waits for the requests in flight, too.
        this.changing = watchdog.stage(Job.DELIVERY, name, Job.LIMIT.plus(channel.timeout()));
    }

    /** Where the dispatcher reports progress. */
    Stage dispatching() {
        return dispatching;
    }

    /** Where the poll thread reports progress. */
    Stage polling() {
        return polling;
    }

    /**
     * Checks from outside.
     *
     * @param waiting how many events wait in the channel's topic; empty if that is not known
     * @param assigned whether this relay has to deliver them
     * @param stopped whether the channel was stopped to be changed or removed, and is not yet
     */
    public void look(OutboxStatus status, Optional<Long> waiting, boolean assigned, boolean stopped) {
        long due = Math.max(waiting.orElse(0L), status.waiting());
        // Whoever it is assigned to: its consumer may have ended with the outbox.
        if (stopped && due > 0) {
            changing.doing(due + " events wait, and the channel is stopped by a change that has not ended");
            changing.working();
        } else {
            changing.idle();
        }
        // What is being recorded was taken, too, possibly by the channel's former outbox.
        if (!stopped && assigned && status.waiting() == 0 && waiting.orElse(0L) > status.recording()) {
            taking.doing(waiting.get() + " events wait");
            taking.working();
        } else {
            taking.idle();
        }
        Optional<Object> end = Optional.of(List.of(status.lastDeliveredAt(), status.lastFault()));
        if (!end.equals(lastEnd)) {
            sending.progress();
            // Under an even load something waits at each check, though never the same event.
            taking.progress();
            lastEnd = end;
        }
        // What only waits to be recorded is up to the recorder, which reports progress itself.
        if (status.inFlight() <= status.recording()) {
            sending.idle();
        } else {
            sending.doing(status.inFlight() + " in flight");
            sending.working();
        }
    }

    @Override
    public void close() {
        List.of(dispatching, polling, taking, sending, changing).forEach(Stage::close);
    }
}
