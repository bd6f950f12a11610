package io.alertrelay.app;

import sun.misc.Signal;

/** The signal SIGHUP, by which an operator tells a service to read its configuration again. */
final class Hangup {
    private Hangup() {}

    /**
     * Does this on each SIGHUP, on a thread of its own. Where the JVM does not hand the signal over (Windows, {@code
     * -Xrs}), nothing happens.
     */
    static void handle(Runnable action) {
        try {
            // The JDK has no other way to handle a signal; its module jdk.unsupported keeps this one for that reason.
            Signal.handle(new Signal("HUP"), signal -> action.run());
        } catch (IllegalArgumentException e) {
            // There is no such signal here: the command and the file watch do the same.
        }
    }
}
