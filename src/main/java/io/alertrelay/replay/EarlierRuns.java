package io.alertrelay.replay;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.StoredRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/**
 * What earlier runs of a replay handed over, as the topics tell. What was let in by routing must be in its channel's
 * topic, unless it has ended: if that topic was recreated, it is lost with the old one, and is handed over again. For
 * one thread.
 */
final class EarlierRuns {
    private final ReplayParts parts;
    private final TopicNames names;
    private final ReplayOrder order;
    private final ChannelTopics topics;
    private final Map<String, ChannelReplay> channels;
    private final AwaitedEntries awaited = new AwaitedEntries();

    /** @param channels of the replay, by name */
    EarlierRuns(ReplayParts parts, ReplayOrder order, ChannelTopics topics, Map<String, ChannelReplay> channels) {
        this.parts = parts;
        this.names = parts.names();
        this.order = order;
        this.topics = topics;
        this.channels = channels;
    }

    /** Tells the channels what was handed over before. */
    void read() throws ExecutionException, InterruptedException {
        // First how far routing is: what it let in by then is in the channels' topics.
        Map<Integer, Long> letIn = parts.offsets().committed(names.routingGroup(), names.replayed());
        Map<String, Set<AlertRef>> routed = new TreeMap<>();
        try (TopicReader reader = new TopicReader(parts.clients())) {
            Map<Integer, Long> ends = reader.ends(names.replayed());
            Map<Integer, Long> from = new HashMap<>(order.bounds().replayed());
            from.replaceAll((partition, known) -> ReplayTails.begun(known, ends.getOrDefault(partition, known)));
            // Partitions that were added since it was ordered.
            ends.keySet().forEach(partition -> from.putIfAbsent(partition, 0L));
            reader.read(names.replayed(), from, ends, record -> {
                parts.progress().run();
                if (isOfThis(record)) {
                    String channel = record.header(HeaderNames.CHANNEL)
                            .flatMap(topics::known)
                            .filter(channels::containsKey)
                            .orElse("");
                    boolean isLetIn = record.offset() < letIn.getOrDefault(record.partition(), 0L);
                    record.alert().filter(alert -> !channel.isEmpty()).ifPresent(alert -> {
                        if (isLetIn) {
                            routed.computeIfAbsent(channel, c -> new HashSet<>())
                                    .add(alert);
                        } else {
                            channel(channel).fed(alert);
                            awaited.add(channel, alert, record.partition(), record.offset());
                        }
                    });
                }
                return true;
            });
            routed.forEach((channel, alerts) -> inTopic(reader, channel, alerts).forEach(channel(channel)::fed));
        }
    }

    /** Whether something was let in to a topic that was recreated before this run began. */
    boolean hasLostAnEntry() throws ExecutionException, InterruptedException {
        if (awaited.isEmpty()) {
            return false;
        }
        Map<String, Set<AlertRef>> entered =
                awaited.passed(parts.offsets().committed(names.routingGroup(), names.replayed()));
        entered.forEach(
                (channel, alerts) -> alerts.removeIf(alert -> !channel(channel).isAwaiting(alert)));
        entered.values().removeIf(Set::isEmpty);
        if (entered.isEmpty()) {
            return false;
        }
        try (TopicReader reader = new TopicReader(parts.clients())) {
            return entered.entrySet().stream()
                    .anyMatch(channel -> inTopic(reader, channel.getKey(), channel.getValue())
                                    .size()
                            < channel.getValue().size());
        }
    }

    /** Those of the alerts whose events of this replay are in the topic of the channel. */
    private Set<AlertRef> inTopic(TopicReader reader, String channel, Set<AlertRef> alerts) {
        Set<AlertRef> found = new LinkedHashSet<>();
        long known = order.bounds().channels().getOrDefault(channel, 0L);
        long end = reader.ends(names.channel(channel)).getOrDefault(0, known);
        reader.read(names.channel(channel), Map.of(0, ReplayTails.begun(known, end)), Map.of(0, end), record -> {
            parts.progress().run();
            if (isOfThis(record)) {
                record.alert().filter(alerts::contains).ifPresent(found::add);
            }
            return true;
        });
        return found;
    }

    private boolean isOfThis(StoredRecord record) {
        return record.header(HeaderNames.REPLAY).filter(order.id()::equals).isPresent();
    }

    private ChannelReplay channel(String name) {
        return Objects.requireNonNull(channels.get(name));
    }
}
