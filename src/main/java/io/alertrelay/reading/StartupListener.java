package io.alertrelay.reading;

/** Notified of what the relay does while it starts and stops. */
@FunctionalInterface
public interface StartupListener {
    /** A step has been done or begins, in words for people. */
    void step(String what);
}
