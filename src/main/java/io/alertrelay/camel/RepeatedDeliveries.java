package io.alertrelay.camel;

import io.alertrelay.alert.RecordTime;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.SkippedRecords;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.record.Delivery;
import io.alertrelay.record.EventRecord;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.SettledDelivery;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.UnreadableRecordException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Recognises second copies of deliveries in their channel's topic, which would be out of order if they were sent.
 *
 * <ul>
 *   <li>After a crash between storing them and committing the offset of their webhook, the webhook is routed again. The
 *       routing stage marks what it may have routed before; then the topic is searched from the time of the webhook (or
 *       of the replay) on, because before that there can be no copy. If the topic is younger, it may have been deleted
 *       and recreated since: then the receipts say which copies had ended in the former one.
 *   <li>A relay that was cut off wrote them late, when another had routed the webhook already. They are not marked, but
 *       follow soon after the others.
 * </ul>
 *
 * For the one thread that reads the topic from an offset on, in order.
 */
public final class RepeatedDeliveries {
    /** Relays' clocks may differ by this much. */
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(5);
    /** A relay's own clock is set back by less as a matter of course. */
    private static final Duration OWN_CLOCK_MARGIN = Duration.ofSeconds(5);
    /** Only the first records after a restart are marked: after this many without a mark no marked one follows. */
    private static final int ENOUGH = 10_000;
    /**
     * How many records back a copy is looked for if its time is not known: more than a relay has in flight when it is
     * killed.
     */
    private static final int FAR = 100_000;
    /** The time of a copy that may be any, though not far back. */
    private static final Instant UNKNOWN = Instant.MIN;
    /** How many deliveries are remembered without a mark. */
    private static final int RECENT = 2_000;

    private final KafkaClients clients;
    private final String receipts;
    private final int far;
    private Duration margin = CLOCK_MARGIN;
    private SeenDeliveries known = new SeenDeliveries();
    private Optional<Instant> knownSince = Optional.empty();
    /** Whether as many of the latest are known as a relay may have written twice by itself. */
    private boolean latestKnown;

    private int unmarked;

    /** @param receipts the topic of the receipts */
    public RepeatedDeliveries(KafkaClients clients, String receipts) {
        this(clients, receipts, FAR);
    }

    /** @param far how many records back a copy is looked for if its time is not known */
    RepeatedDeliveries(KafkaClients clients, String receipts, int far) {
        this.clients = clients;
        this.receipts = receipts;
        this.far = far;
    }

    /**
     * Prepares for reading the topic from that offset on. May be called on any thread.
     *
     * @param late whether another relay may write copies late
     * @return applies the result
     */
    public Runnable startAt(TopicPartition partition, long offset, boolean late) {
        SeenDeliveries before = new SeenDeliveries();
        if (late && offset > 0) {
            try (TopicReader reader = new TopicReader(clients)) {
                long start = reader.start(partition);
                read(reader, partition, Math.max(start, offset - RECENT), offset, before);
            }
        }
        return () -> {
            margin = late ? CLOCK_MARGIN : OWN_CLOCK_MARGIN;
            known = before;
            knownSince = Optional.empty();
            latestKnown = false;
        };
    }

    /**
     * Whether the topic also has the delivery before its offset.
     *
     * @param mark the value of {@link HeaderNames#REDONE}, if it is marked
     * @throws UnreadableRecordException if the relay makes no such mark
     */
    public boolean repeats(TopicPartition partition, Delivery delivery, Optional<String> mark)
            throws UnreadableRecordException {
        Optional<Instant> redone = mark.isPresent() ? Optional.of(since(mark.get(), delivery)) : Optional.empty();
        unmarked = redone.isPresent() ? 0 : unmarked + 1;
        if (unmarked > ENOUGH) {
            knownSince = Optional.empty();
            latestKnown = false;
        }
        if (redone.isPresent() && !isKnown(redone.get())) {
            look(partition, delivery, redone.get());
        }
        boolean repeated = !known.add(delivery);
        if (knownSince.isEmpty() && !latestKnown) {
            known.forgetOldest(RECENT);
        }
        return repeated;
    }

    /**
     * Since when there can be a copy. Of a replayed one that the relay itself wrote twice, because Kafka did not
     * answer, it is not known: its webhook may be days older than both.
     */
    private static Instant since(String mark, Delivery delivery) throws UnreadableRecordException {
        try {
            if (mark.equals(EventRecord.REDONE)) {
                return delivery.replay().isPresent() ? UNKNOWN : delivery.receivedAt();
            }
            return RecordTime.parse(mark);
        } catch (DateTimeException e) {
            throw new UnreadableRecordException(
                    "header " + HeaderNames.REDONE + ": found \"" + StoredRecord.shortened(mark) + "\", expected "
                            + EventRecord.REDONE + " or a time of the years 1970 to 9999");
        }
    }

    private void look(TopicPartition partition, Delivery delivery, Instant since) {
        try (TopicReader reader = new TopicReader(clients)) {
            if (since.equals(UNKNOWN)) {
                read(reader, partition, farBack(reader, partition, delivery), delivery.offset(), known);
                latestKnown = true;
                return;
            }
            long from = reader.offsetsAt(partition.topic(), since.minus(CLOCK_MARGIN))
                    .getOrDefault(partition.partition(), 0L);
            // Stored before its webhook was received: the wall clock was set back in between, so the time does not
            // limit where copies are.
            boolean setBack = from > delivery.offset();
            if (setBack) {
                from = farBack(reader, partition, delivery);
            }
            read(reader, partition, from, delivery.offset(), known);
            if (from == 0) {
                readEnded(reader, delivery.channel(), since);
            }
            knownSince = Optional.of(setBack ? Instant.MIN : since);
        }
    }

    /** What has ended since then, in this topic or in one that was deleted; unless it never was in the topic. */
    private void readEnded(TopicReader reader, String channel, Instant since) {
        Map<Integer, Long> ends = reader.ends(receipts);
        long end = ends.getOrDefault(0, 0L);
        long from = reader.offsetsAt(receipts, since.minus(margin)).getOrDefault(0, end);
        if (from == end) {
            // None is as late: the wall clock was set back since.
            from = Math.max(reader.starts(receipts).getOrDefault(0, 0L), end - far);
        }
        SkippedRecords unread = new SkippedRecords(receipts);
        reader.read(receipts, Map.of(0, from), ends, unread.passingOver(receipt -> {
            SettledDelivery.place(receipt, channel)
                    .filter(place -> place.offset() >= 0)
                    .flatMap(place -> receipt.alert())
                    .ifPresent(alert ->
                            known.add(alert, receipt.header(HeaderNames.REPLAY).orElse("")));
            return true;
        }));
        unread.log();
    }

    private long farBack(TopicReader reader, TopicPartition partition, Delivery delivery) {
        return Math.max(reader.start(partition), delivery.offset() - far);
    }

    private boolean isKnown(Instant since) {
        return since.equals(UNKNOWN)
                ? latestKnown
                : knownSince.filter(known -> !known.isAfter(since)).isPresent();
    }

    private static void read(TopicReader reader, TopicPartition partition, long from, long to, SeenDeliveries into) {
        reader.read(
                partition.topic(), Map.of(partition.partition(), from), Map.of(partition.partition(), to), record -> {
                    record.alert()
                            .ifPresent(alert -> into.add(
                                    alert, record.header(HeaderNames.REPLAY).orElse("")));
                    return true;
                });
    }
}
