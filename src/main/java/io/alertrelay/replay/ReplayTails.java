package io.alertrelay.replay;

import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.pipeline.Rerouter;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.ReplayBounds;
import io.alertrelay.record.SettledDelivery;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.WebhookRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Follows the topics from where a plan left them, so that a replay that takes hours still knows what was received
 * meanwhile. For one thread.
 */
final class ReplayTails implements AutoCloseable {
    /** Routing knows 20,000 alerts, and a webhook may have several. */
    static final int FAR_BEHIND = 2_000;

    private final TopicReader webhooks;
    private final TopicReader channels;
    private final TopicReader receipts;
    private final GroupOffsets offsets;
    private final TopicNames names;
    private final ChannelTopics topics;
    private final Rerouter rerouter;
    private final Runnable progress;
    private final Map<Integer, Long> readTo;
    private final Map<String, Long> sentTo;
    private final Map<Integer, Long> handedOver;
    private long settled;

    /**
     * @param bounds the ends of what the plan has read
     * @param progress is run for each record
     */
    ReplayTails(
            KafkaClients clients,
            GroupOffsets offsets,
            TopicNames names,
            ChannelTopics topics,
            Rerouter rerouter,
            ReplayBounds bounds,
            Runnable progress)
            throws ExecutionException, InterruptedException {
        // What was accepted by now is in the channels' topics.
        this.handedOver = new HashMap<>(offsets.committed(names.routingGroup(), names.replayed()));
        this.webhooks = new TopicReader(clients);
        this.channels = new TopicReader(clients);
        this.receipts = new TopicReader(clients);
        this.offsets = offsets;
        this.names = names;
        this.topics = topics;
        this.rerouter = rerouter;
        this.progress = progress;
        this.readTo = new HashMap<>(bounds.journal());
        this.sentTo = new HashMap<>(bounds.channels());
        this.settled = bounds.receipts();
    }

    /**
     * Reads what was received and routed since the last call.
     *
     * @param targets the channels of the replay
     * @return by partition of webhooks, the offset up to which all received states, and the channels that they went to,
     *     are known
     */
    Map<Integer, Long> follow(LatestStates latest, Collection<String> targets)
            throws ExecutionException, InterruptedException {
        // First how far routing is: whatever was routed by then is in the channels' topics.
        Map<Integer, Long> routed = offsets.committed(names.routingGroup(), names.webhooks());
        for (String channel : targets) {
            long known = sentTo.getOrDefault(channel, 0L);
            long end = channels.ends(names.channel(channel)).getOrDefault(0, known);
            long from = begun(known, end);
            if (end > from) {
                channels.read(names.channel(channel), Map.of(0, from), Map.of(0, end), record -> {
                    progress.run();
                    sent(latest, channel, record);
                    return true;
                });
                sentTo.put(channel, end);
            }
        }
        handedOver(latest);
        Map<Integer, Long> ahead = new HashMap<>(routed);
        ahead.entrySet().removeIf(end -> end.getValue() <= readTo.getOrDefault(end.getKey(), 0L));
        Map<Integer, Long> from = new HashMap<>();
        ahead.keySet().forEach(partition -> from.put(partition, readTo.getOrDefault(partition, 0L)));
        webhooks.read(names.webhooks(), from, ahead, record -> {
            progress.run();
            ReplayReading.received(WebhookRecord.of(record), rerouter, latest::received);
            return true;
        });
        readTo.putAll(ahead);
        return Map.copyOf(readTo);
    }

    /**
     * The partitions of webhooks in which routing stands still, so that too much may be routed beyond what is known
     * here: nothing that is replayed would be let in.
     */
    Set<Integer> farBehind() {
        Set<Integer> behind = new HashSet<>();
        webhooks.ends(names.webhooks()).forEach((partition, end) -> {
            if (end - readTo.getOrDefault(partition, 0L) > FAR_BEHIND) {
                behind.add(partition);
            }
        });
        return behind;
    }

    /** Reads what any replay handed over and what may not be in a channel's topic yet. */
    private void handedOver(LatestStates latest) {
        Map<Integer, Long> ends = channels.ends(names.replayed());
        Map<Integer, Long> from = new HashMap<>();
        channels.starts(names.replayed())
                .forEach((partition, start) -> from.put(
                        partition,
                        Math.max(
                                start,
                                begun(
                                        handedOver.getOrDefault(partition, 0L),
                                        ends.getOrDefault(partition, Long.MAX_VALUE)))));
        channels.read(names.replayed(), from, ends, record -> {
            progress.run();
            record.header(HeaderNames.CHANNEL)
                    .flatMap(topics::known)
                    .ifPresent(channel -> sent(latest, channel, record));
            return true;
        });
        handedOver.putAll(ends);
    }

    /**
     * Events of this replay count, too: an older state that was left out because of how the alert stood then must not
     * be sent after them when a restarted relay finds that the alert stands otherwise.
     */
    private void sent(LatestStates latest, String channel, StoredRecord record) {
        DueDelivery.of(record, channel, topics).ifPresent(latest::due);
    }

    /** Passes on what ended since the last call. */
    void settled(Consumer<SettledDelivery> each) {
        long end = receipts.ends(names.receipts()).getOrDefault(0, settled);
        settled = begun(settled, end);
        if (end > settled) {
            receipts.read(names.receipts(), Map.of(0, settled), Map.of(0, end), record -> {
                progress.run();
                SettledDelivery.of(record, topics).ifPresent(each);
                return true;
            });
            settled = end;
        }
    }

    /** A topic that ends before it was read to was recreated: it is read from its beginning. */
    static long begun(long readTo, long end) {
        return end < readTo ? 0 : readTo;
    }

    @Override
    public void close() {
        webhooks.close();
        channels.close();
        receipts.close();
    }
}
