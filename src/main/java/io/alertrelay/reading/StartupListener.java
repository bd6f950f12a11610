package io.alertrelay.reading;

/** Told what the relay is doing while it starts and stops, for whoever watches. */
@FunctionalInterface
public interface StartupListener {
    /** A step has been done or begins, in words for people. */
    void step(String what);
}
