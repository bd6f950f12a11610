package io.alertrelay.fuzz.plan;

import java.time.Duration;
import java.util.Set;

/** Something that the world does to the relays while they run, other than ending them. */
public sealed interface Trouble {
    /** The words by which the kinds are left out. */
    Set<String> WORDS = Set.of("clock", "crowd", "lost-topic", "garbage", "freeze");

    /** The names of those that only a cluster knows. */
    Set<String> CLUSTER_WORDS = Set.of("broker-freeze", "brokers-down", "roll", "join", "cut", "raise");

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

    /** What only a cluster can meet with. On return all is well again, but for what takes its time. */
    sealed interface OfCluster extends Trouble {
        /** How many processes it ends, or may take partitions from. */
        int cuts();
    }

    /**
     * A broker stands still, and goes on.
     *
     * @param target the broker, by its number; a world takes it modulo what it has
     * @param millis how long
     */
    record BrokerFreeze(int target, int millis) implements OfCluster {
        @Override
        public String word() {
            return "broker-freeze";
        }

        @Override
        public int cuts() {
            return 1;
        }
    }

    /**
     * Two of three brokers are killed, and are started again after a while.
     *
     * @param spared the one that is not
     * @param millis how long they are away
     */
    record BrokersDown(int spared, int millis) implements OfCluster {
        @Override
        public String word() {
            return "brokers-down";
        }

        @Override
        public int cuts() {
            return 2;
        }
    }

    /** The relays are restarted by SIGTERM, one after the other. */
    record Roll() implements OfCluster {
        @Override
        public String word() {
            return "roll";
        }

        @Override
        public int cuts() {
            return 2;
        }
    }

    /**
     * One relay more joins, and leaves again.
     *
     * @param millis how long it stays
     * @param kill whether it leaves by SIGKILL; otherwise by SIGTERM
     */
    record Join(int millis, boolean kill) implements OfCluster {
        @Override
        public String word() {
            return "join";
        }

        @Override
        public int cuts() {
            return 2;
        }
    }

    /**
     * One relay is cut off from all brokers, and from nobody else: nothing arrives, nothing is refused, and what is
     * sent to either side may come when the cut is over.
     *
     * @param millis how long
     */
    record Cut(int millis) implements OfCluster {
        @Override
        public String word() {
            return "cut";
        }

        /** It is in the history as a time in which the relay was cut off. */
        @Override
        public int cuts() {
            return 0;
        }
    }

    /** The partitions of webhooks are doubled, while all that is to come goes on. */
    record Raise() implements OfCluster {
        @Override
        public String word() {
            return "raise";
        }

        @Override
        public int cuts() {
            return 0;
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
