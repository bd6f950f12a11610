package io.alertrelay.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.alertrelay.watchdog.Job.Effect;
import io.alertrelay.watchdog.Stall;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A problem, with what an operator needs: what it means, its cause, and what to do.
 *
 * @param what it is about, for scripts: {@code kafka}, {@code coordinator}, {@code leader} or the word of a stage
 * @param of which one: a channel or partitions; empty if there is but one
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
                stall.whatToDo(),
                stall.lasts().toSeconds());
    }

    private static final String SEE_THE_BROKERS =
            "see that the brokers run and can be reached from here; nothing accepted is lost, and the relay continues by"
                    + " itself";

    /**
     * A webhook waits for the election of a leader and is stored then: meanwhile the relay must not count as not ready,
     * so that it is still posted to.
     */
    private static final Duration ELECTION = Duration.ofSeconds(10);

    /** Of very many, only the first are named. */
    private static final int NAMED = 5;

    static Problem kafkaAway(Duration lasts) {
        return new Problem(
                "kafka",
                "",
                Effect.NOT_ROUTED,
                "webhooks are answered 503, and nothing is delivered",
                "Kafka has not answered for " + lasts.toSeconds() + " s",
                SEE_THE_BROKERS,
                lasts.toSeconds());
    }

    /** Webhooks can be stored, but the broker that coordinates the group of those who route them does not answer. */
    static Problem uncoordinated(Duration lasts) {
        return new Problem(
                "coordinator",
                "",
                Effect.PART,
                "what is accepted is stored, and routed when the group's coordinator answers",
                "the coordinator of the routing group has not answered for " + lasts.toSeconds() + " s",
                SEE_THE_BROKERS,
                lasts.toSeconds());
    }

    /**
     * Partitions of webhooks that can't be written or read, while Kafka answers.
     *
     * @param cut all of them have a leader that does not answer, or none has one
     * @param integrations whose webhooks go there
     * @param all whether no webhook can be stored at all, because of these and other partitions; only if that lasts it
     *     is taken for more than an election
     */
    static Problem cutOff(
            String topic, List<KafkaReading.CutOff> cut, List<String> integrations, boolean all, Instant now) {
        Duration lasts = cut.stream()
                .map(one -> Duration.between(one.since(), now).abs())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        long waiting = cut.stream().flatMapToLong(one -> one.waiting().stream()).sum();
        return new Problem(
                "leader",
                topic + "-"
                        + cut.stream()
                                .map(one -> String.valueOf(one.partition()))
                                .collect(Collectors.joining(", ")),
                all && lasts.compareTo(ELECTION) > 0 ? Effect.NOT_ROUTED : Effect.PART,
                meaning(integrations, all),
                (cut.get(0).led() ? "no answer from the leader for " : "without a leader for ")
                        + lasts.toSeconds() + " s"
                        + (waiting == 0 ? "" : "; waiting there to be routed: " + waiting),
                SEE_THE_BROKERS,
                lasts.toSeconds());
    }

    private static String meaning(List<String> integrations, boolean all) {
        if (all) {
            return "webhooks are answered 503; what was routed before is delivered";
        }
        if (integrations.isEmpty()) {
            return "no integration's webhooks go there; the others are not affected";
        }
        int more = integrations.size() - NAMED;
        return "webhooks of " + String.join(", ", integrations.subList(0, Math.min(NAMED, integrations.size())))
                + (more > 0 ? " +" + more : "") + " are answered 503; the others are not affected";
    }
}
