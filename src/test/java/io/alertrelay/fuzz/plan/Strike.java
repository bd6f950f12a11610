package io.alertrelay.fuzz.plan;

/**
 * The end of a process, and what it comes back with.
 *
 * @param target the process, by its number; a world takes it modulo what it has
 * @param kill SIGKILL; otherwise SIGTERM
 * @param start with which it starts again
 */
public record Strike(Trigger when, int target, boolean kill, Start start) {
    /** The rules with which it starts again. */
    public RulePlan rules() {
        return start.rules();
    }

    @Override
    public String toString() {
        return (kill ? "SIGKILL" : "SIGTERM") + " of " + target + " at " + when + ", back in " + start.surroundings();
    }
}
