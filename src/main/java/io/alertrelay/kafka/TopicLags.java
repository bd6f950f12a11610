package io.alertrelay.kafka;

import java.util.Map;
import java.util.OptionalLong;

/**
 * The lags of a group in a topic, as far as the cluster could give them.
 *
 * @param lags by partition
 * @param cutOff the other partitions: nothing can be written there or read from there
 * @param coordinated false if the group's coordinator does not answer; then there are no lags
 * @param reached whether the leader of a partition answers, whatever the coordinator does
 */
public record TopicLags(Map<Integer, Lag> lags, Map<Integer, CutOff> cutOff, boolean coordinated, boolean reached) {
    public TopicLags {
        lags = Map.copyOf(lags);
        cutOff = Map.copyOf(cutOff);
    }

    /** With an answer of the group's coordinator. */
    public TopicLags(Map<Integer, Lag> lags, Map<Integer, CutOff> cutOff) {
        this(lags, cutOff, true, !lags.isEmpty());
    }

    /**
     * Without an answer of the group's coordinator.
     *
     * @param partitions how many the topic has
     */
    public static TopicLags uncoordinated(Map<Integer, CutOff> cutOff, int partitions) {
        return new TopicLags(Map.of(), cutOff, false, cutOff.size() < partitions);
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

    /** Whether the cluster answers for it and its group: it gave a lag, or said that there is no leader to ask. */
    public boolean answered() {
        return coordinated && (!lags.isEmpty() || cutOff.values().stream().anyMatch(partition -> !partition.led()));
    }
}
