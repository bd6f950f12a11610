package io.alertrelay.find;

import io.alertrelay.kafka.TopicReader;
import io.alertrelay.reading.Beginnings;
import io.alertrelay.reading.RecordTimes;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.ReceiptId.Topic;
import io.alertrelay.record.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Excludes, by the topic of a channel, what was never due to that channel: if few alerts are, this saves reading all
 * others and looking up their endings. What is not routed yet may be due to each: an event that can't be written to the
 * channel's topic is not in it. Immutable after {@link #of}.
 */
final class ChannelSearch {
    private static final int MOST = 50_000;
    private final Set<String> due = new HashSet<>();
    private final Set<String> nonces = new HashSet<>();
    private final Set<String> unrouted = new HashSet<>();
    private Optional<Instant> since = Optional.empty();

    private ChannelSearch() {}

    /**
     * Reads the channel's topic, and the webhooks that are not routed yet.
     *
     * @param ends of the topic
     * @param from nothing older is searched for; empty if everything is
     * @param routed the offsets before which all webhooks are routed
     */
    static ChannelSearch of(
            TopicReader reader,
            Map<TopicPartition, Long> ends,
            Optional<Instant> from,
            Map<TopicPartition, Long> routed) {
        return of(reader, ends, from, routed, MOST);
    }

    /**
     * The same.
     *
     * @param most how many records of each are read; anything older is not excluded, and nothing if more are not routed
     */
    static ChannelSearch of(
            TopicReader reader,
            Map<TopicPartition, Long> ends,
            Optional<Instant> from,
            Map<TopicPartition, Long> routed,
            int most) {
        ChannelSearch search = new ChannelSearch();
        Map<TopicPartition, Long> begin = new HashMap<>();
        Map<TopicPartition, Long> wanted = from.map(time -> Beginnings.of(reader, ends, time, time))
                .orElseGet(() -> reader.offsetsAt(ends, Instant.EPOCH));
        Set<Integer> cut = new HashSet<>();
        for (Map.Entry<TopicPartition, Long> partition : ends.entrySet()) {
            long newest = partition.getValue() - most / ends.size();
            long first = wanted.getOrDefault(partition.getKey(), 0L);
            if (newest > first) {
                cut.add(partition.getKey().partition());
            }
            begin.put(partition.getKey(), Math.max(first, newest));
        }
        Map<Integer, Instant> oldest = new HashMap<>();
        reader.read(begin, ends, (topic, record) -> {
            oldest.merge(record.partition(), record.storedAt(), (one, other) -> one.isBefore(other) ? one : other);
            return search.add(record);
        });
        if (cut.isEmpty()) {
            search.since = Optional.of(Instant.MIN);
        } else if (oldest.keySet().containsAll(cut)) {
            search.since = cut.stream()
                    .map(oldest::get)
                    .max(Comparator.naturalOrder())
                    .map(time -> time.plus(RecordTimes.CLOCK_MARGIN));
        }
        search.addUnrouted(reader, routed, most);
        return search;
    }

    private void addUnrouted(TopicReader reader, Map<TopicPartition, Long> routed, int most) {
        Map<TopicPartition, Long> ends = reader.ends(
                routed.keySet().stream().map(TopicPartition::topic).distinct().toList());
        long count = routed.entrySet().stream()
                .mapToLong(from -> Math.max(0, ends.getOrDefault(from.getKey(), 0L) - from.getValue()))
                .sum();
        if (count > most) {
            since = Optional.empty();
            return;
        }
        reader.read(routed, ends, (topic, record) -> {
            ReceiptId receipt = ReceiptId.of(Topic.WEBHOOKS, record);
            unrouted.add(receipt.toString());
            nonces.add(receipt.nonce());
            return true;
        });
    }

    private boolean add(StoredRecord record) {
        String receipt = record.header(HeaderNames.RECEIPT).orElse("");
        due.add(receipt + "/" + record.header(HeaderNames.INDEX).orElse(""));
        ReceiptId.parse(receipt).ifPresent(id -> nonces.add(id.nonce()));
        return true;
    }

    /** Whether something of a webhook with these headers may be due to the channel. */
    boolean mayHave(Headers webhook) {
        Header nonce = webhook.lastHeader(HeaderNames.NONCE);
        return since.filter(Instant.MIN::equals).isEmpty()
                || nonce == null
                || nonces.contains(new String(nonce.value(), StandardCharsets.UTF_8));
    }

    /** Whether the alert may be due to the channel. */
    boolean mayBeDue(Hit hit) {
        return since.map(hit.storedAt()::isBefore).orElse(true)
                || unrouted.contains(hit.alert().requestId())
                || due.contains(hit.alert().requestId() + "/" + hit.index());
    }
}
