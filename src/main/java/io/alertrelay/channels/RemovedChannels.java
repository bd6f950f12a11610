package io.alertrelay.channels;

import io.alertrelay.kafka.Backlog;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.KeptCommits;
import io.alertrelay.kafka.Lag;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.record.DueDelivery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels that have a topic in which alerts wait, but are no longer configured. What waits there is kept until the
 * channel is configured again, or an operator discards it.
 */
public final class RemovedChannels {
    private static final Logger LOG = LoggerFactory.getLogger(RemovedChannels.class);

    private final KafkaClients clients;
    private final GroupOffsets offsets;
    private final Backlog backlog;
    private final TopicNames names;
    private final Supplier<List<String>> configured;
    private final KeptCommits commits;
    private final Map<String, String> learnt = new HashMap<>();
    /** How many waited in each topic at the last look. */
    private final Map<String, Long> known = new HashMap<>();

    /** @param configured the names of the configured channels */
    public RemovedChannels(
            KafkaClients clients,
            GroupOffsets offsets,
            Backlog backlog,
            TopicNames names,
            Supplier<List<String>> configured) {
        this.clients = clients;
        this.offsets = offsets;
        this.backlog = backlog;
        this.names = names;
        this.configured = configured;
        this.commits = new KeptCommits(offsets, clients, names);
    }

    /**
     * The removed channels in which something waits.
     *
     * @param lags of the groups, by topic and partition
     */
    public synchronized List<RemovedChannel> among(Map<String, Map<Integer, Lag>> lags)
            throws ExecutionException, InterruptedException {
        Set<String> own = configured.get().stream().map(names::channel).collect(Collectors.toSet());
        Map<String, Long> waiting = new TreeMap<>();
        lags.forEach((topic, its) -> {
            if (topic.startsWith(names.channels()) && !own.contains(topic)) {
                waiting.put(topic, sum(its));
            }
        });
        Optional<Map<String, Long>> restored = restored(waiting);
        restored.ifPresent(waiting::putAll);
        // Where that is not known it is asked again at the next look.
        restored.ifPresent(looked -> known.putAll(waiting));
        List<RemovedChannel> removed = new ArrayList<>();
        for (Map.Entry<String, Long> topic : waiting.entrySet()) {
            if (topic.getValue() > 0) {
                removed.add(new RemovedChannel(nameOr(topic.getKey()), topic.getKey(), topic.getValue()));
            }
        }
        return removed;
    }

    /**
     * Where more waits than before, Kafka may have forgotten what was settled there: nothing new comes to it.
     *
     * @return how many wait where it had; empty if that can't be known now
     */
    private Optional<Map<String, Long>> restored(Map<String, Long> waiting) throws InterruptedException {
        List<String> grown = waiting.entrySet().stream()
                .filter(now -> now.getValue() > known.getOrDefault(now.getKey(), 0L))
                .map(Map.Entry::getKey)
                .toList();
        Map<String, Long> now = new HashMap<>();
        if (grown.isEmpty()) {
            return Optional.of(now);
        }
        try {
            Set<String> restored = commits.restore(grown);
            backlog.read(restored.stream().collect(Collectors.toMap(topic -> topic, topic -> topic)))
                    .forEach((topic, lags) -> now.put(topic, sum(lags)));
            return Optional.of(now);
        } catch (ExecutionException | KafkaException e) {
            LOG.debug("it is not known whether Kafka has forgotten what the groups {} had committed", grown, e);
            return Optional.empty();
        }
    }

    private static long sum(Map<Integer, Lag> lags) {
        return lags.values().stream().mapToLong(Lag::waiting).sum();
    }

    /** The topics of channels that are no longer configured, whether or not something waits there. */
    Collection<String> topics() throws ExecutionException, InterruptedException {
        Collection<String> topics = offsets.topics(names.channels());
        configured.get().forEach(channel -> topics.remove(names.channel(channel)));
        return topics;
    }

    /** The name of the removed channel in which something waits, given by its name or by the slug of its topic. */
    synchronized Optional<String> name(String nameOrSlug) throws ExecutionException, InterruptedException {
        return read().stream()
                .filter(one -> one.topic().equals(names.channel(nameOrSlug)))
                .map(RemovedChannel::name)
                .findFirst();
    }

    private List<RemovedChannel> read() throws ExecutionException, InterruptedException {
        // A channel's group has the name of its topic.
        return among(backlog.read(topics().stream().collect(Collectors.toMap(topic -> topic, topic -> topic))));
    }

    /**
     * The topic itself may be unreadable, without a leader for example; that it exists must be reported nevertheless.
     */
    private String nameOr(String topic) throws ExecutionException, InterruptedException {
        try {
            return nameOf(topic);
        } catch (KafkaException e) {
            return topic.substring(names.channels().length());
        }
    }

    /** A name that is not plain is only in the records. */
    private String nameOf(String topic) throws ExecutionException, InterruptedException {
        if (!learnt.containsKey(topic)) {
            ChannelTopics channels = new ChannelTopics(names, List.of(topic), List.of());
            try (TopicReader reader = new TopicReader(clients)) {
                long next = offsets.committed(topic, topic)
                        .getOrDefault(0, reader.starts(topic).getOrDefault(0, 0L));
                reader.at(topic, 0, next).ifPresent(record -> channels.learn(topic, DueDelivery.fanOut(record)));
            }
            learnt.put(topic, channels.channel(topic));
        }
        return learnt.get(topic);
    }

    /**
     * A removed channel.
     *
     * @param waiting how many alerts wait there
     */
    public record RemovedChannel(String name, String topic, long waiting) {}
}
