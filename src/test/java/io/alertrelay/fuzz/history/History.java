package io.alertrelay.fuzz.history;

import io.alertrelay.fuzz.plan.Names;
import java.util.List;

/**
 * All that can be known of a round from outside.
 *
 * @param settled in the order of their topic
 * @param pushes in the order in which they arrived
 * @param queued in the topics of all channels but that of replays; likewise what is settled and pushed
 * @param looks at offsets, the last one after everything was settled
 * @param stuck what did not come to its end in time, in words
 * @param strikes how many processes were killed or stopped
 */
public record History(
        List<Sent> sent,
        List<StoredWebhook> webhooks,
        List<Queued> queued,
        List<Settled> settled,
        List<DeadLetter> deadLetters,
        List<String> quarantined,
        List<Push> pushes,
        List<Life> lives,
        List<OffsetLook> looks,
        int strikes,
        List<String> stuck,
        Replayed replayed) {
    public History {
        sent = List.copyOf(sent);
        webhooks = List.copyOf(webhooks);
        queued = queued.stream().filter(q -> !q.channel().equals(Names.REPLAYS)).toList();
        settled = settled.stream().filter(s -> !Replayed.about(s)).toList();
        deadLetters = List.copyOf(deadLetters);
        quarantined = List.copyOf(quarantined);
        pushes = pushes.stream().filter(p -> !p.channel().equals(Names.REPLAYS)).toList();
        lives = List.copyOf(lives);
        looks = List.copyOf(looks);
        stuck = List.copyOf(stuck);
    }
}
