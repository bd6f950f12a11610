package io.alertrelay.watchdog;

import io.alertrelay.text.Worded;
import java.time.Duration;

/** The job of a stage: what its stop means for the relay, and what an operator can do. */
public enum Job implements Worded {
    /** Takes webhooks and answers them. */
    PUBLIC_PORT(Effect.NOT_ROUTED, false, "webhooks are not taken or not answered"),
    /** From the topic of webhooks to the channels' topics, one partition. */
    ROUTING(Effect.NOT_ROUTED, true, "webhooks of this partition are accepted and not routed"),
    /** The same for a partition of another relay: that one is not ready, and this one accepts posts. */
    ROUTING_ELSEWHERE(
            Effect.PART, true, "webhooks of this partition are accepted and not routed by the relay that has it"),
    /** The thread that reads the topics of webhooks and of replayed events. */
    ROUTING_POLL(Effect.NOT_ROUTED, true, "webhooks are accepted and not routed"),
    /** Decides where alerts go, for all partitions. */
    ROUTER(Effect.NOT_ROUTED, false, "webhooks are accepted and not routed"),
    /** Stores settlements but those that are dead letters, for all channels. */
    RECORDER(Effect.DOWN, true, "what is delivered is not recorded, so channels stop after their next events"),
    /** Stores dead letters, for all channels. */
    DEAD_LETTERS(
            Effect.PART,
            true,
            "what must become a dead letter waits, and the next events of its alert behind it; others are delivered"),
    /** Decides what a channel sends next. */
    DISPATCHER(Effect.PART, false, "nothing is sent to this channel"),
    /** Waits for the answers to a channel's requests. */
    SENDER(Effect.PART, true, "a request to this channel has not ended in its time"),
    /** Reads a channel's topic. */
    DELIVERY_POLL(Effect.PART, true, "new events of this channel are not read, and so not sent"),
    /** From a channel's topic to its outbox. */
    DELIVERY(Effect.PART, true, "events wait in this channel's topic and are not taken from it"),
    /** Reads the topic of replays. */
    REPLAYS_POLL(Effect.PART, true, "replays that are ordered now do not begin"),
    /** Executes replays. */
    REPLAYS(Effect.PART, true, "replays do not continue"),
    /** Reads the progress of replays, for display. */
    REPLAY_WATCH(Effect.PART, true, "what is shown of replays is old"),
    /** Watches the topics. */
    TOPIC_WATCH(
            Effect.PART, true, "a topic that is missing, or has too few replicas, goes unnoticed and is not recreated"),
    /** Counts the dead letters and quarantined bodies of the last day. */
    TROUBLE_COUNT(Effect.PART, true, "the dead letters of the last 24 h are not counted"),
    /** Stores the counts of refused requests. */
    REFUSALS(Effect.PART, true, "what the endpoint refuses is not stored, and missing in audits"),
    /** Reports the relay's own problems to a channel. */
    SELF_ALERT(Effect.PART, true, "no channel is notified of what is wrong with the relay, or that it runs"),
    /** Deletes old settled records. */
    HOUSE_KEEPING(Effect.PART, true, "settled records are not deleted, so the disk fills up"),
    /** Watches the free space on the disk of the data folder. */
    DISK_GUARD(Effect.DOWN, false, "a disk that fills up goes unnoticed, and then ends the relay"),
    /** Watches for steps of the wall clock. */
    CLOCK_WATCH(Effect.PART, false, "a wall clock that is set back goes unnoticed, and may hold up Kafka"),
    /** Writes the log's lines. */
    LOG(Effect.PART, false, "the log's lines wait or are lost; all else continues"),
    /** Watches the configuration's files. */
    CONFIG_WATCH(Effect.PART, false, "changes of the configuration's files go unnoticed"),
    /** Counts the relays that share the work. */
    RELAYS(Effect.PART, true, "relays that start or end go unnoticed, so the account's rate is shared wrongly"),
    /** Receives orders for channels. */
    CHANNEL_ORDERS(
            Effect.PART, true, "channels that are paused, resumed or probed by way of another relay go unnoticed"),
    /** Asks Kafka for the lag of the groups. */
    KAFKA_LOOK(Effect.DOWN, false, "whether Kafka answers, and how much waits there, is not known"),
    /** Gathers the state for /health and /metrics. */
    GATHERING(Effect.DOWN, false, "what /health and /metrics say is old"),
    /** Watches all others. */
    WATCHDOG(Effect.DOWN, false, "a stage that stops now goes unnoticed"),
    /** Deadlocked threads. */
    DEADLOCK(Effect.NOT_ROUTED, false, "threads of the relay wait for one another and will never continue");

    /** A stage without progress for this long is stalled: a stopped relay reports it within 30 s. */
    public static final Duration LIMIT = Duration.ofSeconds(20);

    private final Effect effect;
    private final boolean needsKafka;
    private final String meaning;

    Job(Effect effect, boolean needsKafka, String meaning) {
        this.effect = effect;
        this.needsKafka = needsKafka;
        this.meaning = meaning;
    }

    /** The effect of its stop on the whole relay. */
    public Effect effect() {
        return effect;
    }

    /** Whether it may wait while Kafka is unavailable. */
    boolean needsKafka() {
        return needsKafka;
    }

    /** What it means for alerts, for people. */
    public String meaning() {
        return meaning;
    }

    /** The effect of a stop on the whole relay. */
    public enum Effect {
        /** Webhooks accepted now would not be routed: another relay should accept them. */
        NOT_ROUTED,
        /** The relay can't be relied on. */
        DOWN,
        /** A part of it is at fault. */
        PART
    }
}
