package io.alertrelay.kafka;

import java.util.Map;
import java.util.OptionalLong;

/**
 * The lags of a group in a topic, as far as the cluster could give them.
 *
 * @param lags by partition
 * @param cutOff the other partitions: nothing can be written there or read from there
 */
public record TopicLags(Map<Integer, Lag> lags, Map<Integer, CutOff> cutOff) {
    public TopicLags {
        lags = Map.copyOf(lags);
        cutOff = Map.copyOf(cutOff);
    }

    /**
     * A partition without a leader, or whose leader does not answer.
     *
     * @param led whether it has one
     * @param next the offset that the group settles next, if it has settled anything
     */
    public record CutOff(boolean led, OptionalLong next) {}

    /** Whether the cluster answers for it: it gave a lag, or said that there is no leader to ask. */
    public boolean answered() {
        return !lags.isEmpty() || cutOff.values().stream().anyMatch(partition -> !partition.led());
    }
}
