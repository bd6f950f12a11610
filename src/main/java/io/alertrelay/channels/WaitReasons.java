package io.alertrelay.channels;

import io.alertrelay.delivery.ChannelState;
import io.alertrelay.delivery.WaitingState;
import io.alertrelay.delivery.WaitingState.Behind;
import io.alertrelay.delivery.WaitingState.InFlight;
import io.alertrelay.delivery.WaitingState.InTurn;
import io.alertrelay.delivery.WaitingState.Resting;
import io.alertrelay.reading.WaitingDeliveries;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Explains what a delivery waits for, as far as this relay's outboxes know. */
public record WaitReasons(Channels channels) implements WaitingDeliveries {
    @Override
    public Map<String, String> of(String channel, Set<String> deliveryIds) {
        Map<String, String> words = new HashMap<>();
        channels.named(channel)
                .ifPresent(
                        c -> c.outbox().whereabouts(deliveryIds).forEach((id, where) -> words.put(id, inWords(where))));
        return words;
    }

    private static String inWords(WaitingState whereabouts) {
        if (whereabouts instanceof InFlight inFlight) {
            return (inFlight.ended() ? "answered; its end is being recorded" : "in flight")
                    + attempts(inFlight.attempts());
        }
        if (whereabouts instanceof Behind behind) {
            return "behind " + behind.id() + ", of the same alert";
        }
        if (whereabouts instanceof Resting resting) {
            return "retried at " + resting.until() + attempts(resting.attempts());
        }
        InTurn turn = (InTurn) whereabouts;
        return inWords(turn.state()) + attempts(turn.attempts());
    }

    private static String inWords(ChannelState state) {
        if (state instanceof ChannelState.Paused paused) {
            return "the channel is paused by " + paused.pause().by()
                    + paused.pause().until().map(until -> " until " + until).orElse("");
        }
        return state.fault()
                .map(cause -> "the channel is " + state.word() + ": " + cause
                        + state.nextAttempt().map(at -> ", tried at " + at).orElse(""))
                .orElse("its turn");
    }

    private static String attempts(int attempts) {
        return attempts == 0 ? "" : attempts == 1 ? ", 1 attempt so far" : ", " + attempts + " attempts so far";
    }
}
