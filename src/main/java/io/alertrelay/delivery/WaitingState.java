package io.alertrelay.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a delivery that is not settled yet waits for. */
public sealed interface WaitingState {
    /**
     * It is being sent.
     *
     * @param ended whether it is answered, and its end is being recorded
     */
    record InFlight(int attempts, boolean ended) implements WaitingState {
        @Override
        public WaitingState moved(Duration by) {
            return this;
        }
    }

    /** Another event of the same alert goes first. */
    record Behind(String id) implements WaitingState {
        @Override
        public WaitingState moved(Duration by) {
            return this;
        }
    }

    /** It failed, while others got through, and is tried again. */
    record Resting(Instant until, int attempts) implements WaitingState {
        @Override
        public WaitingState moved(Duration by) {
            return new Resting(until.plus(by), attempts);
        }
    }

    /** It waits with all others of the channel, for the reason that the channel's state gives. */
    record InTurn(ChannelState state, int attempts) implements WaitingState {
        @Override
        public WaitingState moved(Duration by) {
            return new InTurn(state.moved(by), attempts);
        }
    }

    /** The same state with its times converted from one clock to another. */
    WaitingState moved(Duration by);

    /** Of the deliveries with these ids, by id; those that do not wait are absent. */
    static Map<String, WaitingState> of(Waiting waiting, ChannelState state, Set<String> ids) {
        Map<String, WaitingState> found = new HashMap<>();
        waiting.all()
                .filter(queued -> ids.contains(queued.delivery().id()))
                .forEach(queued -> found.putIfAbsent(queued.delivery().id(), of(waiting, state, queued)));
        return found;
    }

    private static WaitingState of(Waiting waiting, ChannelState state, QueuedDelivery queued) {
        Optional<QueuedDelivery> before = waiting.before(queued);
        if (before.isPresent()) {
            return new Behind(before.get().delivery().id());
        }
        int attempts = queued.attempts().tally().count();
        if (waiting.busy(queued)) {
            return new InFlight(attempts, queued.ended());
        }
        if (state instanceof ChannelState.Paused) {
            return new InTurn(state, attempts);
        }
        return waiting.restsUntil(queued)
                .<WaitingState>map(until -> new Resting(until, attempts))
                .orElseGet(() -> new InTurn(state, attempts));
    }
}
