package io.alertrelay.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The state of a replay. Each has methods for the states that may follow it, and no others; those that are
 * {@link Ended} have none.
 *
 * <pre>
 *   Waiting ──▶ Planning ──▶ Running ──▶ Done
 *                │   ▲          │
 *                │   │          │
 *                │   └──────────┘ after a restart, and with another configuration
 *                └─▶ Failed
 *
 *   what is Open ──▶ Cancelled, or Paused ──▶ Planning, or Waiting ──▶ Planning
 * </pre>
 */
public sealed interface ReplayState {
    /** Its word in records, JSON and texts. */
    @JsonValue
    default String word() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /**
     * The state with that word.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    static ReplayState of(String word) {
        return Stream.of(
                        new Waiting(),
                        new Planning(),
                        new Running(),
                        new Paused(),
                        new Done(),
                        new Cancelled(),
                        new Failed())
                .filter(state -> state.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no state of a replay: " + word));
    }

    /** Something is left to do. */
    sealed interface Open extends ReplayState {
        /** A relay reads the range, for the first time or again. */
        default Planning takenUp() {
            return new Planning();
        }

        /** An operator cancelled it. */
        default Cancelled cancelled() {
            return new Cancelled();
        }

        /** An operator paused it. */
        default Paused paused() {
            return new Paused();
        }
    }

    /** Final. */
    sealed interface Ended extends ReplayState {}

    /** Another one is running, or no relay has started it yet. */
    record Waiting() implements Open {}

    /** The range is being read. */
    record Planning() implements Open {
        /** Its events may be sent. */
        public Running planned() {
            return new Running();
        }

        /** It can't be carried out. */
        public Failed failed() {
            return new Failed();
        }
    }

    /** Events are being sent. */
    record Running() implements Open {
        /** All that was planned is settled. */
        public Done done() {
            return new Done();
        }
    }

    /** It was paused. */
    record Paused() implements Open {
        /** An operator resumed it, and no relay has taken it up again yet. */
        public Waiting resumed() {
            return new Waiting();
        }
    }

    /** Everything planned is settled. */
    record Done() implements Ended {}

    /** It was cancelled. */
    record Cancelled() implements Ended {}

    /** It failed. */
    record Failed() implements Ended {}
}
