package io.alertrelay.app;

import io.alertrelay.kafka.TopicNames;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The channels that have a topic, also those that are configured no longer. A topic has the channel's name only where
 * that is plain; of another one it is known from the configuration, or from what the topic's records say.
 */
final class ChannelTopics {
    private final TopicNames names;
    private final Map<String, String> channels = new LinkedHashMap<>();

    /**
     * @param topics that exist and belong to channels
     * @param configured the names of the configured channels
     */
    ChannelTopics(TopicNames names, Collection<String> topics, Collection<String> configured) {
        this.names = names;
        topics.forEach(
                topic -> channels.put(topic, topic.substring(names.channels().length())));
        configured.forEach(channel -> channels.computeIfPresent(names.channel(channel), (topic, slug) -> channel));
    }

    /** The topics. */
    List<String> topics() {
        return List.copyOf(channels.keySet());
    }

    /** The name of the topic's channel, or what the topic has instead of it. */
    String channel(String topic) {
        return channels.get(topic);
    }

    /** Learns the name of the topic's channel, if it is among these. */
    void learn(String topic, Collection<String> candidates) {
        candidates.stream()
                .filter(channel -> names.channel(channel).equals(topic))
                .forEach(channel -> channels.put(topic, channel));
    }

    /** The name that this class uses for a channel of that name. */
    String known(String channel) {
        return channels.getOrDefault(names.channel(channel), channel);
    }
}
