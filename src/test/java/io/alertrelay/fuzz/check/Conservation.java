package io.alertrelay.fuzz.check;

import java.util.ArrayList;
import java.util.List;

/**
 * Every delivery that is due was taken by Flashduty, or is the dead letter of an alert that Flashduty refuses, or a
 * later one that tells the same of the same alert, with nothing else between, ended so; or it and its recovery, or its
 * firing, were both left out, and Flashduty was told of neither. What stood in a topic that somebody deleted is gone,
 * and nothing else.
 */
final class Conservation implements Rule {
    @Override
    public String name() {
        return "conservation";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        for (Track track : evidence.tracks()) {
            for (int i = 0; i < track.deliveries().size(); i++) {
                if (!accounted(track, i)) {
                    DueOnce lost = track.deliveries().get(i);
                    found.add(new Violation(
                            name(), track.alertKey(), lost.version() + " (" + lost.id() + ") never reached Flashduty"));
                }
                DueOnce delivery = track.deliveries().get(i);
                if (!delivery.deadLetters().isEmpty() && !delivery.version().poison()) {
                    found.add(new Violation(
                            name(), track.alertKey(), delivery.id() + " is a dead letter though nothing refuses it"));
                }
            }
        }
        return found;
    }

    private static boolean accounted(Track track, int index) {
        List<DueOnce> deliveries = track.deliveries();
        DueOnce delivery = deliveries.get(index);
        if (ended(delivery, track) || delivery.lost()) {
            return true;
        }
        for (DueOnce later : deliveries.subList(index + 1, deliveries.size())) {
            if (!later.version().sameState(delivery.version())) {
                return false;
            }
            if (ended(later, track)) {
                return true;
            }
        }
        return false;
    }

    private static boolean ended(DueOnce delivery, Track track) {
        return delivery.taken() || delivery.rightlyDead() || delivery.leftOut() && neverOpened(delivery, track);
    }

    /** Whether Flashduty never heard that the alert fired, which a recovery would have to end. */
    private static boolean neverOpened(DueOnce delivery, Track track) {
        return track.deliveries().stream()
                .noneMatch(other -> other.taken()
                        && other.version().firing()
                        && other.version().incident() == delivery.version().incident());
    }
}
