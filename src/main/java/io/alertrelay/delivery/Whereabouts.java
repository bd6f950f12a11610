package io.alertrelay.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a delivery that is not settled yet waits for. */
public sealed interface Whereabouts {
    /** It is being sent, or its end is being recorded. */
    record InFlight(int attempts) implements Whereabouts {}

    /** Another event of the same alert goes first. */
    record Behind(String id) implements Whereabouts {}

    /** It failed, while others got through, and is tried again. */
    record Resting(Instant until, int attempts) implements Whereabouts {}

    /** It waits with all others of the channel, for the reason that the channel's state tells. */
    record InTurn(ChannelState state, int attempts) implements Whereabouts {}

    /** Of the delivery with this id; empty if it is not there. */
    static Optional<Whereabouts> of(Schedule schedule, String alertKey, String id) {
        List<Queued> line = schedule.waiting().sameAlert(alertKey);
        for (int i = 0; i < line.size(); i++) {
            if (line.get(i).delivery().id().equals(id)) {
                return Optional.of(i > 0 ? new Behind(line.get(i - 1).delivery().id()) : first(schedule, line.get(0)));
            }
        }
        return Optional.empty();
    }

    private static Whereabouts first(Schedule schedule, Queued queued) {
        int attempts = queued.attempts().tally().count();
        if (schedule.waiting().busy(queued)) {
            return new InFlight(attempts);
        }
        return schedule.waiting()
                .restsUntil(queued)
                .<Whereabouts>map(until -> new Resting(until, attempts))
                .orElseGet(() -> new InTurn(schedule.state(), attempts));
    }
}
