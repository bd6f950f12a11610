package io.alertrelay.fuzz.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A recovery is queued for exactly the channels that the firings since the last recovery are queued for. What stood in
 * a topic that was deleted is not known.
 */
final class RecoveryFollowsFiring implements Rule {
    @Override
    public String name() {
        return "recovery-follows-firing";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        evidence.byAlert().values().forEach(events -> check(events, evidence, found));
        return found;
    }

    private void check(List<StoredAlert> events, Evidence evidence, List<Violation> found) {
        SortedSet<String> open = new TreeSet<>();
        Set<String> gone = new HashSet<>();
        for (StoredAlert event : events) {
            SortedSet<String> channels =
                    evidence.of(event).stream().map(DueOnce::channel).collect(Collectors.toCollection(TreeSet::new));
            gone.addAll(evidence.gone(event));
            if (event.version().firing()) {
                open.addAll(channels);
            } else {
                Set<String> due = new TreeSet<>(open);
                due.removeAll(evidence.gone(event));
                Set<String> allowed = new TreeSet<>(open);
                allowed.addAll(gone);
                if (!open.isEmpty() && !(channels.containsAll(due) && allowed.containsAll(channels))) {
                    found.add(new Violation(
                            name(),
                            event.version().alertKey(),
                            event.version() + " (" + event.id() + ") is queued for " + channels
                                    + ", and its firings for " + open));
                }
                open.clear();
                gone.clear();
            }
        }
    }
}
