package io.alertrelay.fuzz.plan;

import java.time.Duration;
import java.util.Set;

/** Something that the world does to the relays while they run, other than ending them. */
public sealed interface Trouble {
    /** The words by which the kinds are left out. */
    Set<String> WORDS = Set.of("clock", "crowd", "lost-topic", "garbage", "freeze");

    /** That of its kind. */
    String word();

    /**
     * The wall clock of all relays jumps.
     *
     * @param offset how far it is ahead of the true time from then on, behind it if negative
     */
    record ClockStep(Duration offset) implements Trouble {
        @Override
        public String word() {
            return "clock";
        }
    }

    /**
     * Somebody without a key opens connections to the public port, from another address than the senders', says
     * little on each, and closes none.
     *
     * @param connections at once
     * @param millis how long
     */
    record Crowd(int connections, int millis) implements Trouble {
        @Override
        public String word() {
            return "crowd";
        }
    }

    /**
     * A relay stands still, as in a virtual machine that is paused, and goes on.
     *
     * @param target the relay, by its number; a world takes it modulo what it has
     * @param millis how long
     */
    record Freeze(int target, int millis) implements Trouble {
        @Override
        public String word() {
            return "freeze";
        }
    }

    /** Somebody deletes the topic of a channel. */
    record LostTopic(String channel) implements Trouble {
        @Override
        public String word() {
            return "lost-topic";
        }
    }

    /** Somebody writes a record that nobody can read into a topic of the relay. */
    record Garbage(GarbageKind kind, String channel) implements Trouble {
        @Override
        public String word() {
            return "garbage";
        }
    }
}
