package io.alertrelay.fuzz.plan;

/**
 * The moment of a strike.
 *
 * @param what is waited for
 * @param count how many of it, since the round began; of {@link What#MILLIS} and {@link What#STARTING_MILLIS} how long
 */
public record Trigger(What what, int count) {
    /** What makes the moment. */
    public enum What {
        /** Webhooks acknowledged. */
        ACKS,
        /** Requests at Flashduty. */
        PUSHES,
        /** Time since the relays were ready. */
        MILLIS,
        /** Time since the process was started: it may be in the middle of that. */
        STARTING_MILLIS
    }

    @Override
    public String toString() {
        return count + " " + what.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
