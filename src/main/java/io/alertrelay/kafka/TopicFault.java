package io.alertrelay.kafka;

import java.time.Instant;

/**
 * What keeps a topic, or one partition of it, from being written or read, or endangers what is in it.
 *
 * @param topic its name
 * @param partition its number; -1 if it is the whole topic
 * @param kind of fault: {@code write}, {@code read}, {@code exists}, {@code settings} or {@code unfit}
 * @param cause what is wrong and what to do about it, one line
 * @param since when it was noticed
 */
public record TopicFault(String topic, int partition, Kind kind, String cause, Instant since) {
    /** What is wrong with the topic. */
    public enum Kind {
        /** It is missing, or has too few replicas. */
        EXISTS,
        /**
         * A start could not create or check it, or found it unfit: nothing is written to it until it is known to be
         * fit.
         */
        UNFIT,
        /** Nothing can be written to it; what must be waits. */
        WRITE,
        /** It can't be read; what is in it waits. */
        READ,
        /** It works, with settings that break a promise sooner or later. */
        SETTINGS
    }

    /** For people: the topic, and the partition if it is one. */
    public String where() {
        return partition < 0 ? "topic " + topic : "partition " + topic + "-" + partition;
    }
}
