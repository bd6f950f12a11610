package io.alertrelay.fuzz.plan;

import java.util.random.RandomGenerator;

/** Draws where a process is started: in two of three cases in a place without UTF-8. */
final class SurroundingsDraw {
    private final RandomGenerator random;

    SurroundingsDraw(RandomGenerator random) {
        this.random = random;
    }

    Surroundings surroundings() {
        int drawn = random.nextInt(Surroundings.values().length + 1);
        return Surroundings.values()[Math.max(0, drawn - 1)];
    }
}
