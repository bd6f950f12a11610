package io.alertrelay.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.Uuid;

/** The ids of topics, as the cluster said last: a topic that is deleted and made anew has the name, and another id. */
final class TopicIds {
    private final Map<String, Uuid> ids = new ConcurrentHashMap<>();

    /** The topic's id now, if it is known. */
    Optional<Uuid> of(String topic) {
        return Optional.ofNullable(ids.get(topic));
    }

    /**
     * The cluster says the id of a topic.
     *
     * @return whether it is another topic than the one that was known by that name
     */
    boolean learn(String topic, Uuid id) {
        Uuid before = ids.put(topic, id);
        return before != null && !before.equals(id);
    }

    /** The topic is gone. */
    void forget(String topic) {
        ids.remove(topic);
    }
}
