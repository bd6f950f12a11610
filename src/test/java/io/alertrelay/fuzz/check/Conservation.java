package io.alertrelay.fuzz.check;

import java.util.ArrayList;
import java.util.List;

/**
 * Every delivery that is due was taken by Flashduty, or is the dead letter of an alert that Flashduty refuses, or a
 * later one that tells the same of the same alert, with nothing else between, ended so. What stood in a topic that
 * somebody deleted is gone, and nothing else.
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
                if (!accounted(track.deliveries(), i)) {
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

    private static boolean accounted(List<DueOnce> track, int index) {
        DueOnce delivery = track.get(index);
        if (ended(delivery) || delivery.lost()) {
            return true;
        }
        for (DueOnce later : track.subList(index + 1, track.size())) {
            if (!later.version().sameState(delivery.version())) {
                return false;
            }
            if (ended(later)) {
                return true;
            }
        }
        return false;
    }

    private static boolean ended(DueOnce delivery) {
        return delivery.taken() || delivery.rightlyDead();
    }
}
