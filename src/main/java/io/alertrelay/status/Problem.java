package io.alertrelay.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.alertrelay.watchdog.Job.Effect;
import io.alertrelay.watchdog.Stall;
import java.time.Duration;

/**
 * A problem, with what an operator needs: what it means, its cause, and what to do.
 *
 * @param what it is about, for scripts: {@code kafka} or the word of a stage
 * @param of which one: a channel or a partition; empty if there is but one
 * @param forSeconds how long it has lasted
 */
record Problem(
        String what,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String of,
        @JsonIgnore Effect effect,
        String means,
        String cause,
        @JsonProperty("what_to_do") String toDo,
        long forSeconds) {
    static Problem of(Stall stall) {
        return new Problem(
                stall.job().word(),
                stall.of(),
                stall.job().effect(),
                stall.job().meaning(),
                stall.cause(),
                Stall.WHAT_TO_DO,
                stall.lasts().toSeconds());
    }

    static Problem kafkaAway(Duration lasts) {
        return new Problem(
                "kafka",
                "",
                Effect.NOT_ROUTED,
                "webhooks are answered 503, and nothing is delivered",
                "Kafka has not answered for " + lasts.toSeconds() + " s",
                "see that the brokers run and can be reached from here; nothing accepted is lost, and the relay goes on by"
                        + " itself",
                lasts.toSeconds());
    }
}
