package io.alertrelay.watchdog;

import java.time.Duration;

/**
 * A stage that has stopped.
 *
 * @param of which one of its job: a channel or a partition; empty if there is but one
 * @param lasts since its last progress
 * @param cause the cause as far as known, for people
 */
public record Stall(Job job, String of, Duration lasts, String cause) {
    /** A restart loses nothing: what is accepted is in Kafka. */
    private static final String RESTART =
            "see the ERROR lines of the log; if it does not continue by itself within a minute,"
                    + " have a thread dump written to the log (kill -QUIT <pid>) and restart the relay: nothing accepted is lost";

    private static final String FIX_THE_TOPIC = "fix the topic that the cause names; a restart does not help";

    private static final String LOOK_THERE =
            "see the relay that has the partition (relay status there); a restart of this one changes nothing";

    /** A thread dump is written to the same output, by which the JVM would stop as a whole. */
    private static final String LET_IT_BE_READ =
            "let standard output be read again, or free some space where it is written; until then send the relay no signal QUIT,"
                    + " which would stop all of it";

    /** What an operator can do. */
    public String whatToDo() {
        return switch (job) {
            case DEAD_LETTERS -> FIX_THE_TOPIC;
            case ROUTING_ELSEWHERE -> LOOK_THERE;
            case LOG -> LET_IT_BE_READ;
            default -> RESTART;
        };
    }

    /** The stage, for people. */
    public String stage() {
        return of.isEmpty() ? job.word() : job.word() + " of " + of;
    }
}
