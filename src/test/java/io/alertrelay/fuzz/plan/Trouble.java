package io.alertrelay.fuzz.plan;

import java.time.Duration;

/** Something that the world does to the relays while they run, other than ending them. */
public sealed interface Trouble {
    /**
     * The wall clock of all relays jumps.
     *
     * @param offset how far it is ahead of the true time from then on, behind it if negative
     */
    record ClockStep(Duration offset) implements Trouble {}

    /**
     * Somebody without a key opens connections to the public port, from another address than the senders', says
     * little on each, and closes none.
     *
     * @param connections at once
     * @param millis how long
     */
    record Crowd(int connections, int millis) implements Trouble {}
}
