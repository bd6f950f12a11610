package io.alertrelay.intake;

/** Told what the door answers, to count it. */
@FunctionalInterface
public interface DoorWatcher {
    /**
     * One request was answered.
     *
     * @param integration its name, or empty if the key was not known
     * @param reply what was answered; quotes nothing of the request
     * @param seconds from the request's head to the answer
     */
    void answered(String integration, Reply reply, double seconds);
}
