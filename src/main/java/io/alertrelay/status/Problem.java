package io.alertrelay.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.watchdog.Job.Effect;
import io.alertrelay.watchdog.Stall;
import java.time.Duration;

/**
 * Something that is not as it should be, with what an operator needs: what it means, why it is so, and what to do.
 *
 * @param what it is about, for scripts: {@code kafka} or the word of a stage
 * @param of which one: a channel or a partition; empty if there is but one
 * @param lasts for how long it has been so
 */
record Problem(String what, String of, Effect effect, String means, String cause, String toDo, Duration lasts) {
    static Problem of(Stall stall) {
        return new Problem(
                stall.job().word(),
                stall.of(),
                stall.job().effect(),
                stall.job().meaning(),
                stall.cause(),
                Stall.WHAT_TO_DO,
                stall.lasts());
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
                lasts);
    }

    void putInto(ObjectNode node) {
        node.put("what", what);
        if (!of.isEmpty()) {
            node.put("of", of);
        }
        node.put("means", means).put("cause", cause).put("what_to_do", toDo).put("for_seconds", lasts.toSeconds());
    }
}
