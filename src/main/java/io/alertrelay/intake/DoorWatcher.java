package io.alertrelay.intake;

/** Told what the door answers, to count it. */
@FunctionalInterface
public interface DoorWatcher {
    /**
     * One request was answered.
     *
     * @param integration its name, or empty if the key was not known
     * @param status of HTTP
     * @param seconds from the request's head to the answer
     */
    void answered(String integration, int status, double seconds);
}
