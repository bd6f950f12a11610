package io.alertrelay.fuzz.check;

import io.alertrelay.fuzz.history.SeenPush;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Of one alert in one channel, what was stored earlier is taken for the first time earlier. Deliveries of the same
 * bytes have their pushes in common: the second one's is the second of these. What was superseded, and stood in a topic
 * that was deleted, may be taken for the first time when it is routed again.
 */
final class Order implements Rule {
    @Override
    public String name() {
        return "order";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        evidence.tracks().forEach(track -> check(track, evidence, found));
        return found;
    }

    private void check(Track track, Evidence evidence, List<Violation> found) {
        Optional<DueOnce> newest = Optional.empty();
        long newestAt = 0;
        Map<String, Integer> copies = new HashMap<>();
        for (DueOnce delivery : track.deliveries()) {
            int before = copies.merge(delivery.records().get(0).body(), 1, Integer::sum) - 1;
            Optional<SeenPush> first = delivery.pushes().stream()
                    .filter(SeenPush::taken)
                    .skip(before)
                    .findFirst();
            if (first.isEmpty() || supersededInLostTopic(delivery, evidence)) {
                continue;
            }
            if (first.get().sequence() < newestAt) {
                found.add(new Violation(
                        name(),
                        track.alertKey(),
                        track.channel() + " took " + delivery.version()
                                + " (push " + first.get().sequence() + ") before "
                                + newest.map(d -> d.version().toString()).orElse("?") + " (push " + newestAt
                                + ") that was stored earlier"));
            } else {
                newest = Optional.of(delivery);
                newestAt = first.get().sequence();
            }
        }
    }

    private static boolean supersededInLostTopic(DueOnce delivery, Evidence evidence) {
        return evidence.gone(delivery.event()).contains(delivery.channel())
                && delivery.settled().stream()
                        .anyMatch(settled -> settled.outcome().equals("superseded"));
    }
}
