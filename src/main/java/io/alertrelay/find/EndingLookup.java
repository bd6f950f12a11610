package io.alertrelay.find;

import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.reading.CommittedProgress;
import io.alertrelay.reading.WaitingDeliveries;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks up how the alerts that were found ended: reads the channels' topics and the receipts from the time when the
 * alerts were stored, for alerts with similar times together, and no further than needed. Most are settled within
 * seconds. For those that were not, and after a replay, it reads further, up to a number of records for the whole
 * search. For one thread.
 */
final class EndingLookup {
    /** Alerts are looked up together if they were received within this time, or have no more receipts between them. */
    private static final Duration NEAR = Duration.ofSeconds(30);

    private static final int MOST_BETWEEN = 20_000;

    private final String webhooks;
    private final EndingTopics topics;
    private final SearchBudgets budgets = SearchBudgets.full();

    /** Determines the ends of the topics. */
    EndingLookup(
            TopicReader reader,
            GroupOffsets offsets,
            TopicNames names,
            Collection<String> configured,
            WaitingDeliveries whereabouts)
            throws ExecutionException, InterruptedException {
        this.webhooks = names.webhooks();
        ChannelTopics channels = new ChannelTopics(names, offsets.topics(names.channels()), configured);
        // The commits are read first: then their receipts are before the end of the topic.
        Map<Integer, Long> routed = offsets.committed(names.routingGroup(), names.webhooks());
        Map<String, Map<Integer, Long>> settled = new HashMap<>();
        offsets.committed(channels.topics())
                .forEach((topic, committed) -> settled.put(channels.channel(topic), committed));
        Map<TopicPartition, Long> channelEnds = reader.ends(channels.topics());
        Map<TopicPartition, Long> receiptEnds = reader.ends(List.of(names.receipts()));
        NavigableSet<Instant> replays = new TreeSet<>();
        reader.read(names.replays(), reader.starts(names.replays()), reader.ends(names.replays()), record -> {
            if (!record.isTombstone()) {
                replays.add(record.storedAt());
            }
            return true;
        });
        this.topics = new EndingTopics(
                reader,
                names,
                channels,
                channelEnds,
                receiptEnds,
                new CommittedProgress(routed, Map.of(), settled),
                replays,
                configured,
                whereabouts);
    }

    /** How many of these hits, from the first on, are close enough in time for one call of {@link #of}. */
    int together(List<Hit> hits) {
        int together = hits.size();
        while (together > 1
                && isFar(hits.get(0).storedAt(), hits.get(together - 1).storedAt())) {
            together = (together + 1) / 2;
        }
        return together;
    }

    private boolean isFar(Instant newest, Instant oldest) {
        return oldest.isBefore(newest.minus(NEAR)) && receiptsBefore(newest) - receiptsBefore(oldest) > MOST_BETWEEN;
    }

    private long receiptsBefore(Instant time) {
        return topics.reader().offsetsAt(topics.receiptEnds(), time).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /**
     * What is due to that channel.
     *
     * @param from nothing older is searched for; empty if everything is
     */
    ChannelSearch of(String channel, Optional<Instant> from) {
        Map<TopicPartition, Long> ends = new HashMap<>(topics.channelEnds());
        ends.keySet()
                .removeIf(partition ->
                        !topics.channels().channel(partition.topic()).equals(channel));
        return ChannelSearch.of(topics.reader(), ends, from, routed());
    }

    /** The offsets before which all webhooks that are still kept are routed. */
    private Map<TopicPartition, Long> routed() {
        Map<Integer, Long> committed = topics.progress().routing();
        Map<TopicPartition, Long> offsets = new HashMap<>(topics.reader().starts(List.of(webhooks)));
        offsets.replaceAll((partition, first) -> Math.max(first, committed.getOrDefault(partition.partition(), 0L)));
        return offsets;
    }

    /** The channels that have a topic. */
    Collection<String> channels() {
        ChannelTopics channels = topics.channels();
        return channels.topics().stream().map(channels::channel).toList();
    }

    /**
     * The alerts with what happened to each.
     *
     * @param hits of webhooks, close together in time
     */
    List<FoundAlert> of(List<Hit> hits) {
        EndingGroup group = new EndingGroup(topics, budgets, hits);
        group.find();
        return hits.stream().map(group::ended).toList();
    }
}
