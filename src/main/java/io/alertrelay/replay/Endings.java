package io.alertrelay.replay;

import io.alertrelay.delivery.Source;
import io.alertrelay.ledger.DueDelivery;
import io.alertrelay.ledger.Outcome;
import io.alertrelay.ledger.SettledDelivery;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the deliveries of the stretch ended, and where its alerts went. */
final class Endings {
    private final Map<Source, List<String>> routed = new HashMap<>();
    private final Map<Source, Map<String, Outcome>> ended = new HashMap<>();
    private final Map<Source, Map<String, Integer>> open = new HashMap<>();
    private final Map<Source, Set<String>> replayed = new HashMap<>();
    private final Map<List<String>, List<String>> shared = new HashMap<>();

    void due(Source source, DueDelivery due) {
        if (due.id().replay().isEmpty()) {
            List<String> fanOut = due.fanOut().isEmpty() ? List.of(due.id().channel()) : due.fanOut();
            routed.put(source, shared.computeIfAbsent(fanOut, same -> same));
        }
        count(source, due.id().channel(), 1);
    }

    void settled(Source source, SettledDelivery settled) {
        count(source, settled.id().channel(), -1);
        if (!settled.id().replay().isEmpty() && settled.outcome() == Outcome.DELIVERED) {
            replayed.computeIfAbsent(source, s -> new HashSet<>())
                    .add(settled.id().channel());
        }
        ended.computeIfAbsent(source, s -> new HashMap<>())
                // What was delivered once is delivered, whatever became of it before or after.
                .merge(settled.id().channel(), settled.outcome(), (a, b) -> a == Outcome.DELIVERED ? a : b);
    }

    /** Where the alert went when it came; empty if that is not known. */
    Optional<List<String>> routed(Source source) {
        return Optional.ofNullable(routed.get(source));
    }

    boolean waits(Source source, String channel) {
        return open.getOrDefault(source, Map.of()).getOrDefault(channel, 0) > 0;
    }

    /** Whether a replay delivered it to the channel. */
    boolean replayed(Source source, String channel) {
        return replayed.getOrDefault(source, Set.of()).contains(channel);
    }

    Optional<Outcome> ended(Source source, String channel) {
        return Optional.ofNullable(ended.getOrDefault(source, Map.of()).get(channel));
    }

    private void count(Source source, String channel, int change) {
        open.computeIfAbsent(source, s -> new HashMap<>()).merge(channel, change, Integer::sum);
    }
}
