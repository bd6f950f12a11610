package io.alertrelay.fuzz.plan;

import java.util.random.RandomGenerator;

/** The life of one alert as its sender sees it: closed or open, and what comes next. */
final class AlertLife {
    private final String integration;
    private final String fingerprint;
    private final String team;
    private boolean open;
    private Level level;
    private int incident;

    AlertLife(String integration, String fingerprint, String team, Level level) {
        this.integration = integration;
        this.fingerprint = fingerprint;
        this.team = team;
        this.level = level;
    }

    String integration() {
        return integration;
    }

    AlertVersion next(String tag, RandomGenerator random) {
        int draw = random.nextInt(100);
        if (!open) {
            // Now and then a recovery that no firing belongs to.
            open = draw >= 8;
            incident++;
            level = draw < 30 ? anyLevel(random) : level;
        } else if (draw < 40) {
            open = false;
        } else if (draw < 60) {
            level = anyLevel(random);
        }
        return new AlertVersion(tag, integration, fingerprint, open, level, team, incident);
    }

    private static Level anyLevel(RandomGenerator random) {
        return Level.values()[random.nextInt(Level.values().length)];
    }
}
