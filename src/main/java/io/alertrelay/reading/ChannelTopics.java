package io.alertrelay.reading;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.record.ChannelNames;
import io.alertrelay.record.KnownNames;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The channels that have a topic, including removed ones. A topic's name contains the channel's only if that is plain;
 * otherwise it is known from the configuration, or from the topic's records. May be asked by several threads while one
 * learns.
 */
public final class ChannelTopics implements ChannelNames {
    private final TopicNames names;
    /** Replaced as a whole, which is rare. */
    private volatile Map<String, String> channels;

    private final Set<String> configured;
    private volatile Optional<Cached> cached = Optional.empty();

    /**
     * @param topics that exist and belong to channels
     * @param configured the names of the configured channels
     */
    public ChannelTopics(TopicNames names, Collection<String> topics, Collection<String> configured) {
        this.names = names;
        this.configured = Set.copyOf(configured);
        Map<String, String> all = new LinkedHashMap<>();
        topics.forEach(topic -> all.put(topic, slug(topic)));
        configured.forEach(channel -> all.computeIfPresent(names.channel(channel), (topic, slug) -> channel));
        channels = all;
    }

    /** The topics of channels. */
    public List<String> topics() {
        return List.copyOf(channels.keySet());
    }

    /** The name of the topic's channel, or the topic's form of it. */
    public String channel(String topic) {
        return channels.getOrDefault(topic, slug(topic));
    }

    private String slug(String topic) {
        return topic.substring(names.channels().length());
    }

    /** Determines the name of the topic's channel, if it is among these. */
    public void learn(String topic, Collection<String> candidates) {
        candidates.stream()
                .filter(channel -> names.channel(channel).equals(topic))
                .filter(channel -> !channel.equals(channels.get(topic)))
                .forEach(channel -> {
                    Map<String, String> more = new LinkedHashMap<>(channels);
                    more.put(topic, channel);
                    channels = more;
                });
    }

    @Override
    public Optional<String> known(String written) {
        return withTopic(written).or(() -> names().named(written));
    }

    @Override
    public Optional<String> withTopic(String written) {
        return Optional.ofNullable(channels.get(names.channel(written)));
    }

    private KnownNames names() {
        Map<String, String> now = channels;
        return cached.filter(latest -> latest.of() == now)
                .orElseGet(() -> {
                    Set<String> all = new HashSet<>(configured);
                    all.addAll(now.values());
                    Cached latest = new Cached(now, new KnownNames(all));
                    cached = Optional.of(latest);
                    return latest;
                })
                .names();
    }

    private record Cached(Map<String, String> of, KnownNames names) {}
}
