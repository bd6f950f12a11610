package io.alertrelay.fuzz.check;

import io.alertrelay.fuzz.history.DeadLetter;
import io.alertrelay.fuzz.history.Push;
import io.alertrelay.fuzz.history.Queued;
import io.alertrelay.fuzz.history.Settled;
import io.alertrelay.fuzz.plan.AlertVersion;
import java.util.List;

/**
 * What is due to one channel for one event, and all that is known of it.
 *
 * @param records of it in the channel's topic: one, or more if it was routed again after a crash
 * @param pushes of its bytes to the channel; another delivery with the same bytes has the same ones
 */
record Delivery(
        Event event,
        String channel,
        List<Queued> records,
        List<Settled> settled,
        List<DeadLetter> deadLetters,
        List<Push> pushes) {
    String id() {
        return event.id() + "/" + channel;
    }

    AlertVersion version() {
        return event.version();
    }

    boolean taken() {
        return pushes.stream().anyMatch(Push::taken);
    }

    /** Whether it went with its channel's topic. */
    boolean lost() {
        return records.stream().allMatch(Queued::lost);
    }

    /** Whether Flashduty refused it for good, which it does only with a poisonous alert. */
    boolean rightlyDead() {
        return version().poison() && !deadLetters.isEmpty();
    }
}
