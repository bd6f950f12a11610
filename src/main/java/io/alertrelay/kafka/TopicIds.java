package io.alertrelay.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Uuid;

/**
 * The ids of topics as last reported by the cluster: a topic that is deleted and created again has the same name and
 * another id.
 */
final class TopicIds {
    private final LongSupplier nanos;
    private final Map<String, Known> ids = new ConcurrentHashMap<>();

    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    private record Known(Uuid id, long at) {}

    /** @param nanos of a monotonic clock */
    TopicIds(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The topic's current id, if known. */
    Optional<Uuid> of(String topic) {
        return Optional.ofNullable(ids.get(topic)).map(Known::id);
    }

    /** Whether the cluster has reported the id after that time. */
    boolean isLearnedSince(String topic, long then) {
        return Optional.ofNullable(ids.get(topic))
                .filter(known -> known.at() - then > 0)
                .isPresent();
    }

    /**
     * The cluster reports the id of a topic.
     *
     * @param asked when it was asked
     * @return whether it is another topic than the known one of that name
     */
    boolean learn(String topic, Uuid id, long asked) {
        Known before = ids.put(topic, new Known(id, asked));
        missing.remove(topic);
        return before != null && !before.id().equals(id);
    }

    /** The cluster does not have the topic now: if it has it again, it may be another one. */
    void missing(String topic) {
        missing.add(topic);
    }

    /** Whether the cluster did not have the topic when it was asked last. */
    boolean isMissing(String topic) {
        return missing.contains(topic);
    }

    /** The time by which {@link #learn} is told when the cluster was asked, in nanoseconds. */
    long now() {
        return nanos.getAsLong();
    }

    /** The topic does not exist any more. */
    void forget(String topic) {
        ids.remove(topic);
    }
}
