package io.alertrelay.reading;

/** Notified of what the relay does while it starts and stops. */
@FunctionalInterface
public interface StartupListener {
    /** A step has been done or begins, in words for people. */
    void step(String what);

    /**
     * It can't go on before something is there; told again from time to time while that lasts.
     *
     * @param what in words for people, as they follow "waiting for"
     */
    default void waiting(String what) {
        step("waiting for " + what);
    }

    /** From here on alerts are routed and delivered, and soon taken: there is something to finish in order. */
    default void working() {}
}
