package io.alertrelay.fuzz.plan;

/** A severity as ARMS writes it, and as Flashduty calls it; from the contracts, not from the relay's code. */
public enum Level {
    CRITICAL("critical", "Critical"),
    ERROR("error", "Warning"),
    WARNING("warning", "Warning"),
    PAGE("page", "Info");

    private final String arms;
    private final String flashduty;

    Level(String arms, String flashduty) {
        this.arms = arms;
        this.flashduty = flashduty;
    }

    /** The value of the label {@code severity}. */
    public String arms() {
        return arms;
    }

    /** What rules and Flashduty see. */
    public String flashduty() {
        return flashduty;
    }
}
