package io.alertrelay.fuzz.history;

import io.alertrelay.fuzz.plan.GarbageKind;
import io.alertrelay.fuzz.plan.Names;
import java.util.List;
import java.util.Optional;

/**
 * All that can be known of a round from outside.
 *
 * @param settled in the order of the topic of receipts
 * @param pushes in the order in which they arrived
 * @param queued in the topics of all channels but that of replays; {@code settled} and {@code pushes} leave that one
 *     out, too
 * @param looks at offsets, the last one after everything was settled
 * @param stuck what did not come to its end in time, in words
 * @param losses topics of channels that were deleted
 * @param garbage records that nobody can read, which somebody wrote into the relay's topics
 * @param freezes times in which a relay stood still, or was cut off from the brokers
 * @param strikes how many processes were killed or stopped, and brokers stood still
 */
public record History(
        List<Sent> sent,
        List<SeenWebhook> webhooks,
        List<SeenEvent> queued,
        List<Settled> settled,
        List<SeenDeadLetter> deadLetters,
        List<String> quarantined,
        List<SeenPush> pushes,
        List<Life> lives,
        List<OffsetLook> looks,
        List<Loss> losses,
        List<GarbageKind> garbage,
        List<Freeze> freezes,
        int strikes,
        List<String> stuck,
        SeenReplays replayed) {
    public History {
        sent = List.copyOf(sent);
        webhooks = List.copyOf(webhooks);
        queued = queued.stream().filter(q -> !q.channel().equals(Names.REPLAYS)).toList();
        settled = settled.stream().filter(s -> !SeenReplays.about(s)).toList();
        deadLetters = List.copyOf(deadLetters);
        quarantined = List.copyOf(quarantined);
        pushes = pushes.stream().filter(p -> !p.channel().equals(Names.REPLAYS)).toList();
        lives = List.copyOf(lives);
        looks = List.copyOf(looks);
        losses = List.copyOf(losses);
        garbage = List.copyOf(garbage);
        freezes = List.copyOf(freezes);
        stuck = List.copyOf(stuck);
    }

    /** How often something was cut off in the middle of what it had in flight. */
    public int cuts() {
        return strikes + freezes.size();
    }

    /** The loss of the channel's topic in which a delivery of what was stored at that time may have gone. */
    public Optional<Loss> lossOf(String channel, long storedAt) {
        return losses.stream()
                .filter(loss -> loss.channel().equals(channel) && storedAt <= loss.to())
                .findFirst();
    }
}
