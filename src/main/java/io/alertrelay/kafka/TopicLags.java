package io.alertrelay.kafka;

import java.util.Map;
import java.util.OptionalLong;

/**
 * The lags of a group in a topic, as far as the cluster could give them.
 *
 * @param lags by partition
 * @param cutOff the other partitions: nothing can be written there or read from there
 * @param coordinated false if partitions answer, but not the group's coordinator; then there are no lags
 */
public record TopicLags(Map<Integer, Lag> lags, Map<Integer, CutOff> cutOff, boolean coordinated) {
    /** Of a topic that can be written, while the coordinator of its group gives no answer. */
    static final TopicLags UNCOORDINATED = new TopicLags(Map.of(), Map.of(), false);

    public TopicLags {
        lags = Map.copyOf(lags);
        cutOff = Map.copyOf(cutOff);
    }

    /** With an answer of the group's coordinator. */
    public TopicLags(Map<Integer, Lag> lags, Map<Integer, CutOff> cutOff) {
        this(lags, cutOff, true);
    }

    /**
     * A partition without a leader, or whose leader does not answer.
     *
     * @param led whether it has one
     * @param next the offset that the group settles next, if it has settled anything
     */
    public record CutOff(boolean led, OptionalLong next) {}

    /** Whether all is known of it. */
    boolean isWhole() {
        return coordinated && cutOff.isEmpty();
    }

    /** Whether the cluster answers for it: it gave a lag, or said that there is no leader to ask. */
    public boolean answered() {
        return !lags.isEmpty() || cutOff.values().stream().anyMatch(partition -> !partition.led());
    }
}
