package io.alertrelay.app;

import io.alertrelay.kafka.Backlog;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/**
 * The channels that have a topic in which alerts wait, and are configured no longer. What waits there is kept until the
 * channel is back, or an operator discards it. Asked at most every few seconds, however often it is looked at.
 */
final class RemovedChannels {
    private static final Duration FRESH = Duration.ofSeconds(3);

    private final KafkaClients clients;
    private final GroupOffsets offsets;
    private final Backlog backlog;
    private final TopicNames names;
    private final Supplier<List<String>> configured;
    private final Clock clock;
    private final Map<String, String> learnt = new HashMap<>();
    private List<Removed> latest = List.of();
    private Instant readAt = Instant.MIN;

    /** @param configured the names of the channels that are */
    RemovedChannels(
            KafkaClients clients,
            GroupOffsets offsets,
            Backlog backlog,
            TopicNames names,
            Supplier<List<String>> configured,
            Clock clock) {
        this.clients = clients;
        this.offsets = offsets;
        this.backlog = backlog;
        this.names = names;
        this.configured = configured;
        this.clock = clock;
    }

    /** Those in which something waits; the last ones known if Kafka does not answer. */
    synchronized List<Removed> list() {
        if (readAt.plus(FRESH).isBefore(clock.instant())) {
            try {
                latest = read();
            } catch (ExecutionException | KafkaException e) {
                // What is known is the best that can be said.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            readAt = clock.instant();
        }
        return latest;
    }

    /** The topics of channels that are configured no longer, whether or not something waits there. */
    Collection<String> topics() throws ExecutionException, InterruptedException {
        Collection<String> topics = offsets.topics(names.channels());
        configured.get().forEach(channel -> topics.remove(names.channel(channel)));
        return topics;
    }

    /** The name of the channel in whose topic something waits that has this name, or a topic of this name. */
    synchronized Optional<String> name(String nameOrSlug) throws ExecutionException, InterruptedException {
        return read().stream()
                .filter(one -> one.topic().equals(names.channel(nameOrSlug)))
                .map(Removed::name)
                .findFirst();
    }

    private List<Removed> read() throws ExecutionException, InterruptedException {
        List<Removed> removed = new ArrayList<>();
        for (String topic : topics()) {
            Optional<Long> waiting = backlog.waiting(topic, topic);
            if (waiting.filter(n -> n > 0).isPresent()) {
                removed.add(new Removed(nameOf(topic), topic, waiting.get()));
            }
        }
        return removed;
    }

    /** Only the records tell a name that is not plain. */
    private String nameOf(String topic) throws ExecutionException, InterruptedException {
        if (!learnt.containsKey(topic)) {
            ChannelTopics channels = new ChannelTopics(names, List.of(topic), List.of());
            try (TopicReader reader = new TopicReader(clients)) {
                long next = offsets.committed(topic, topic)
                        .getOrDefault(0, reader.starts(topic).getOrDefault(0, 0L));
                reader.at(topic, 0, next).ifPresent(record -> channels.learn(topic, LedgerReading.fanOut(record)));
            }
            learnt.put(topic, channels.channel(topic));
        }
        return learnt.get(topic);
    }

    /**
     * Such a channel.
     *
     * @param waiting how many alerts wait there
     */
    record Removed(String name, String topic, long waiting) {}
}
