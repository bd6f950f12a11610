package io.alertrelay.fuzz.check;

import io.alertrelay.fuzz.history.SeenDeadLetter;
import io.alertrelay.fuzz.history.SeenEvent;
import io.alertrelay.fuzz.history.SeenPush;
import io.alertrelay.fuzz.history.Settled;
import io.alertrelay.fuzz.plan.AlertVersion;
import io.alertrelay.fuzz.plan.Names;
import java.util.List;

/**
 * What is due to one channel for one event, and all that is known of it.
 *
 * @param records of it in the channel's topic: one, or more if it was routed again after a crash
 * @param pushes of its bytes to the channel; another delivery with the same bytes has the same ones
 */
record DueOnce(
        StoredAlert event,
        String channel,
        List<SeenEvent> records,
        List<Settled> settled,
        List<SeenDeadLetter> deadLetters,
        List<SeenPush> pushes) {
    String id() {
        return event.id() + "/" + channel;
    }

    AlertVersion version() {
        return event.version();
    }

    boolean taken() {
        return pushes.stream().anyMatch(SeenPush::taken);
    }

    /** Whether it went with its channel's topic. */
    boolean lost() {
        return records.stream().allMatch(SeenEvent::lost);
    }

    /** Whether it was left out together with its firing, or its recovery. */
    boolean leftOut() {
        return channel.equals(Names.COLLAPSING) && settled.stream().anyMatch(Settled::leftOut);
    }

    /** Whether Flashduty refused it for good, which it does only with a poisonous alert. */
    boolean rightlyDead() {
        return version().poison() && !deadLetters.isEmpty();
    }
}
