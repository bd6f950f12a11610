package io.alertrelay.fuzz.plan;

/**
 * One thing that is posted of an alert: it fires, reminds, changes severity, or recovers. No two of a run have the same
 * tag, so that wherever the tag turns up, it is known what was posted.
 *
 * @param tag stands in the alert's message, and so in the description of the event
 * @param integration who posts it
 * @param fingerprint the same for all versions of an alert
 * @param incident counts how often the alert fired again: each has another {@code startsAt}
 */
public record AlertVersion(
        String tag, String integration, String fingerprint, boolean firing, Level level, String team, int incident) {
    /** Begins the fingerprint of an alert that Flashduty refuses for ever. */
    public static final String POISON = "dead";

    /** What Flashduty knows the alert by. */
    public String alertKey() {
        return integration + ":" + fingerprint;
    }

    /** Whether every event of the alert is refused. */
    public boolean poison() {
        return fingerprint.startsWith(POISON);
    }

    /** Whether both tell the same of the same alert, so that one may stand for the other. */
    public boolean sameState(AlertVersion other) {
        return alertKey().equals(other.alertKey())
                && firing == other.firing
                && incident == other.incident
                && level.flashduty().equals(other.level.flashduty());
    }

    /** Whether one is the recovery of the other. */
    public boolean ends(AlertVersion other) {
        return alertKey().equals(other.alertKey()) && incident == other.incident && firing != other.firing;
    }

    @Override
    public String toString() {
        return tag + " " + (firing ? "firing" : "resolved") + " " + level.flashduty() + " team=" + team + " incident="
                + incident;
    }
}
