package io.alertrelay.fuzz.check;

import io.alertrelay.fuzz.history.Life;
import io.alertrelay.fuzz.history.SeenEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Every stored firing, and every recovery for which no firing is known, is queued for the channels of the rules: all of
 * those of some process that may have routed it, and none but those of a process that ran after the webhook was stored
 * and before the record was: what was decided before a kill is sent as it was decided, whatever the rules say since. A
 * reminder may also go where the alert is open already. Of a channel whose topic was deleted only what was stored later
 * is judged.
 */
final class FanOut implements Rule {
    @Override
    public String name() {
        return "fan-out";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        evidence.byAlert().values().forEach(events -> check(events, evidence, found));
        return found;
    }

    private void check(List<StoredAlert> events, Evidence evidence, List<Violation> found) {
        SortedSet<String> open = new TreeSet<>();
        Set<String> openAndGone = new HashSet<>();
        for (StoredAlert event : events) {
            List<DueOnce> deliveries = evidence.of(event);
            Set<String> gone = evidence.gone(event);
            Set<String> allowed = new HashSet<>(open);
            allowed.addAll(openAndGone);
            if (event.version().firing()) {
                check(event, deliveries, allowed, gone, evidence.history().lives(), found);
                deliveries.forEach(delivery -> open.add(delivery.channel()));
                openAndGone.addAll(gone);
            } else {
                if (open.isEmpty() && openAndGone.isEmpty()) {
                    check(event, deliveries, open, gone, evidence.history().lives(), found);
                }
                open.clear();
                openAndGone.clear();
            }
        }
    }

    private void check(
            StoredAlert event,
            List<DueOnce> deliveries,
            Set<String> open,
            Set<String> gone,
            List<Life> lives,
            List<Violation> found) {
        Set<String> queuedFor = deliveries.stream().map(DueOnce::channel).collect(Collectors.toSet());
        Set<String> accounted = new HashSet<>(queuedFor);
        accounted.addAll(gone);
        boolean complete = lives.stream()
                .filter(life -> life.to() >= event.webhook().at())
                .anyMatch(life -> accounted.containsAll(life.rules().channels(event.version())));
        if (!complete) {
            found.add(new Violation(
                    name(),
                    event.version().alertKey(),
                    event.version() + " (" + event.id() + ") is queued for " + queuedFor + " only; the rules say "
                            + given(event, lives)));
        }
        for (DueOnce delivery : deliveries) {
            for (SeenEvent record : delivery.records()) {
                if (!open.contains(record.channel())
                        && !gone.contains(record.channel())
                        && !given(event, record, lives)) {
                    found.add(new Violation(
                            name(),
                            event.version().alertKey(),
                            event.version() + " (" + event.id() + ") is queued for " + record.channel()
                                    + "; the rules say " + given(event, lives)));
                }
            }
        }
    }

    private static boolean given(StoredAlert event, SeenEvent record, List<Life> lives) {
        return lives.stream()
                .filter(life -> life.from() <= record.at()
                        && life.to() >= event.webhook().at())
                .anyMatch(life -> life.rules().channels(event.version()).contains(record.channel()));
    }

    private static List<SortedSet<String>> given(StoredAlert event, List<Life> lives) {
        return lives.stream()
                .filter(life -> life.to() >= event.webhook().at())
                .map(life -> life.rules().channels(event.version()))
                .distinct()
                .toList();
    }
}
