package io.alertrelay.fuzz.world;

import io.alertrelay.fuzz.history.Freeze;
import io.alertrelay.fuzz.history.Life;
import io.alertrelay.fuzz.plan.RulePlan;
import java.util.ArrayList;
import java.util.List;

/** Keeps the times of the relay processes, and those in which they stood still. */
final class Lives {
    private final List<Life> lives = new ArrayList<>();
    private final List<Freeze> freezes = new ArrayList<>();

    synchronized void began(String relay, RulePlan rules, long at) {
        lives.add(new Life(relay, rules, at, Long.MAX_VALUE, Long.MAX_VALUE));
    }

    synchronized void ended(String relay, long struck, long at) {
        lives.replaceAll(life -> life.relay().equals(relay) && life.to() == Long.MAX_VALUE
                ? new Life(relay, life.rules(), life.from(), struck, at)
                : life);
    }

    synchronized void stoodStill(Freeze freeze) {
        freezes.add(freeze);
    }

    synchronized List<Freeze> freezes() {
        return List.copyOf(freezes);
    }

    synchronized List<Life> all() {
        return List.copyOf(lives);
    }
}
