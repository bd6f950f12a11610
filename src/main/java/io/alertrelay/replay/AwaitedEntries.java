package io.alertrelay.replay;

import io.alertrelay.record.AlertRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an earlier run handed over, and routing had not committed when this one began. It may wait there, or be let in
 * since long, because an event that waits for the topic of another channel holds the commit back: perhaps into a topic
 * that was recreated since. Once the commit has passed it, it must be in its channel's topic, or have ended. For one
 * thread.
 */
final class AwaitedEntries {
    private final List<Awaited> awaited = new ArrayList<>();
    private Map<Integer, Long> letIn = Map.of();

    private record Awaited(String channel, AlertRef alert, int partition, long offset) {}

    /**
     * Adds one.
     *
     * @param partition of the topic of replayed events
     * @param offset in it
     */
    void add(String channel, AlertRef alert, int partition, long offset) {
        awaited.add(new Awaited(channel, alert, partition, offset));
    }

    /** Whether there are none. */
    boolean isEmpty() {
        return awaited.isEmpty();
    }

    /**
     * Removes those that were let in by the time of the last call: what has ended of these is known by now.
     *
     * @param committed how far routing is now, by partition
     * @return the alerts, by channel
     */
    Map<String, Set<AlertRef>> passed(Map<Integer, Long> committed) {
        Map<String, Set<AlertRef>> passed = new TreeMap<>();
        awaited.removeIf(one -> {
            boolean isLetIn = one.offset() < letIn.getOrDefault(one.partition(), 0L);
            if (isLetIn) {
                passed.computeIfAbsent(one.channel(), c -> new HashSet<>()).add(one.alert());
            }
            return isLetIn;
        });
        letIn = Map.copyOf(committed);
        return passed;
    }
}
