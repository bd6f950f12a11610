package io.alertrelay.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.Uuid;

/**
 * The ids of topics as last reported by the cluster: a topic that is deleted and created again has the same name and
 * another id.
 */
final class TopicIds {
    private final Map<String, Uuid> ids = new ConcurrentHashMap<>();

    /** The topic's current id, if known. */
    Optional<Uuid> of(String topic) {
        return Optional.ofNullable(ids.get(topic));
    }

    /**
     * The cluster reports the id of a topic.
     *
     * @return whether it is another topic than the known one of that name
     */
    boolean learn(String topic, Uuid id) {
        Uuid before = ids.put(topic, id);
        return before != null && !before.equals(id);
    }

    /** The topic does not exist any more. */
    void forget(String topic) {
        ids.remove(topic);
    }
}
