package io.alertrelay.channels;

import io.alertrelay.camel.RepeatedDeliveries;
import io.alertrelay.delivery.Attempts.AttemptCounts;
import io.alertrelay.delivery.OutboxListener;
import io.alertrelay.delivery.SettledProgress;
import io.alertrelay.delivery.Settlement;
import io.alertrelay.delivery.SettlementLog;
import io.alertrelay.delivery.SettlementLog.SettlementLogException;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.KafkaRecords;
import io.alertrelay.kafka.KeptCommits;
import io.alertrelay.kafka.NotedOffset;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.record.Delivery;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.NewRecord;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.SettledDelivery;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.UnreadableRecordException;
import io.alertrelay.text.OneLine;
import io.alertrelay.text.Plural;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles what waits in a removed channel by an operator's order: each delivery becomes a dead letter that names who
 * discarded it, with its receipt, and only then the offset moves, some hundreds or some megabytes at a time. What is no
 * delivery is put in quarantine. So nothing disappears without a trace, and after an interruption it may be repeated.
 * One relay at a time does it: {@link DiscardClaims}.
 *
 * @param listener notified of each delivery that is discarded, once its receipt is stored
 */
public record Discards(
        KafkaClients clients,
        GroupOffsets offsets,
        TopicNames names,
        SettlementLog log,
        OutboxListener listener,
        Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger("relay");
    private static final int BATCH = 500;
    /** A batch ends here, too: each of its events is in memory several times, and the relay goes on delivering. */
    private static final int BATCH_BYTES = 4 << 20;

    private static final AttemptCounts UNSENT = new AttemptCounts(0, 0, Optional.empty());

    /**
     * The channel's offset was moved by somebody else meanwhile: another relay discards it, or Kafka's own tools were
     * used.
     */
    static final class OvertakenException extends Exception {
        OvertakenException(int discarded) {
            super("something else moves the offset of this channel, perhaps a discard that was asked of another relay;"
                    + " this one discarded " + Plural.of(discarded, "alert"));
        }
    }

    /**
     * Discards what waits now.
     *
     * @param channel that no relay delivers to any more
     * @param operator who ordered it
     * @return how many deliveries were discarded
     * @throws ExecutionException if Kafka does not answer, or does not let the offset move because a relay still
     *     delivers
     * @throws OvertakenException if somebody else moves the offset; a repetition continues
     * @throws DiscardClaims.ClaimedException if another relay does it
     */
    int discard(String channel, String operator)
            throws ExecutionException, InterruptedException, SettlementLogException, OvertakenException,
                    DiscardClaims.ClaimedException {
        // Before anything is read: of two that begin at the same offset each would make the same dead letters.
        try (DiscardClaims.Held claim = new DiscardClaims(clients, names.relays(), clock).claim(channel, operator)) {
            return discard(channel, operator, claim);
        }
    }

    private int discard(String channel, String operator, DiscardClaims.Held claim)
            throws ExecutionException, InterruptedException, SettlementLogException, OvertakenException {
        String topic = names.channel(channel);
        try (TopicReader reader = new TopicReader(clients);
                TopicWriter writer = new TopicWriter(clients)) {
            new KeptCommits(offsets, clients, names).restore(List.of(topic));
            long end = reader.ends(topic).getOrDefault(0, 0L);
            Optional<NotedOffset> commit = offsets.commit(topic, topic, 0);
            long from =
                    commit.map(NotedOffset::offset).orElse(reader.starts(topic).getOrDefault(0, 0L));
            SettledProgress progress = progress(reader, channel, from, end, commit.map(NotedOffset::note));
            RepeatedDeliveries repeats = new RepeatedDeliveries(clients, names.receipts());
            repeats.startAt(partition(channel), from, true).run();
            int discarded = 0;
            long next = from;
            while (next < end) {
                Batch batch = Batch.read(reader, topic, next, Math.min(end, next + BATCH));
                long to = batch.to();
                claim.renew();
                if (offsets.commit(topic, topic, 0).map(NotedOffset::offset).orElse(from) != next) {
                    throw new OvertakenException(discarded);
                }
                List<NewRecord> strays = new ArrayList<>();
                List<Settlement> endings =
                        endings(batch.waiting(), new Ordered(channel, operator), progress, repeats, strays);
                quarantine(strays, writer);
                discarded += settle(endings);
                progress.recorded(reader.ends(names.receipts()).getOrDefault(0, 0L));
                // Refused as soon as a relay delivers to the channel again, so that few deliveries are both discarded
                // and sent.
                offsets.move(topic, topic, 0, new NotedOffset(to, progress.note(to)));
                next = to;
            }
            LOG.warn(
                    "discarded {} alerts that waited in the removed channel {}: they are dead letters; said {}",
                    discarded,
                    OneLine.of(channel),
                    OneLine.of(operator));
            return discarded;
        }
    }

    /** Which of them were settled before, so that only the offset is behind. */
    private SettledProgress progress(TopicReader reader, String channel, long from, long end, Optional<String> note) {
        SettledProgress progress = new SettledProgress();
        Map<Integer, Long> ends = reader.ends(names.receipts());
        progress.startAt(from, end, note, ends.getOrDefault(0, 0L))
                .ifPresent(receipts -> reader.read(names.receipts(), Map.of(0, receipts), ends, receipt -> {
                    SettledDelivery.place(receipt, channel)
                            .filter(place -> place.partition() == 0)
                            .ifPresent(place -> progress.recover(place.offset(), receipt.key()));
                    return true;
                }));
        return progress;
    }

    /** How the deliveries end that are not settled, each once. */
    private List<Settlement> endings(
            List<StoredRecord> waiting,
            Ordered order,
            SettledProgress progress,
            RepeatedDeliveries repeats,
            List<NewRecord> strays) {
        List<Settlement> endings = new ArrayList<>();
        for (StoredRecord record : waiting) {
            try {
                Delivery delivery = KafkaRecords.delivery(record, order.channel());
                // The order matters: what was settled before makes a later copy a repeat, too.
                if (!repeats.repeats(partition(order.channel()), delivery, record.header(HeaderNames.REDONE))
                        && !progress.settledBefore(record.offset(), delivery.id())) {
                    endings.add(ending(delivery, record.header(HeaderNames.OVERTAKEN), order.operator()));
                }
            } catch (UnreadableRecordException e) {
                String cause = partition(order.channel()) + " offset " + record.offset() + ": " + e.getMessage();
                LOG.warn("no delivery, so it is put in quarantine instead of discarded: {}", OneLine.of(cause));
                strays.add(Quarantined.stray(record, Optional.of(order.channel()), cause));
            }
        }
        return endings;
    }

    private TopicPartition partition(String channel) {
        return new TopicPartition(names.channel(channel), 0);
    }

    /** @param overtaken the id of a newer state of the alert, if it must not be sent because of that */
    private Settlement ending(Delivery delivery, Optional<String> overtaken, String operator) {
        return overtaken.isPresent()
                ? new Settlement.Superseded(
                        delivery, UNSENT, clock.instant(), overtaken.get(), Settlement.Redundancy.NEWER)
                : new Settlement.DeadLettered(
                        delivery,
                        UNSENT,
                        clock.instant(),
                        Settlement.GiveUpReason.DISCARDED,
                        "discarded by " + operator + " after the channel was removed",
                        List.of());
    }

    /** Returns when all are stored. */
    private void quarantine(List<NewRecord> strays, TopicWriter writer)
            throws ExecutionException, InterruptedException {
        List<Future<?>> acks = new ArrayList<>();
        strays.forEach(stray -> acks.add(writer.begin(names.quarantine(), stray)));
        for (Future<?> ack : acks) {
            ack.get();
        }
    }

    /** @return how many dead letters there are among them */
    private int settle(List<Settlement> settlements) throws SettlementLogException {
        if (!settlements.isEmpty()) {
            long receipts = log.record(settlements);
            settlements.forEach(settlement -> listener.settled(settlement, receipts));
        }
        return (int) settlements.stream()
                .filter(Settlement.DeadLettered.class::isInstance)
                .count();
    }

    private record Ordered(String channel, String operator) {}

    /** @param to the offset after the last of them */
    private record Batch(List<StoredRecord> waiting, long to) {
        /** Reads what is between these offsets, or less of it if that is much; at least one record, if there is one. */
        static Batch read(TopicReader reader, String topic, long from, long to) {
            List<StoredRecord> waiting = new ArrayList<>();
            AtomicLong bytes = new AtomicLong();
            reader.read(topic, Map.of(0, from), Map.of(0, to), record -> {
                waiting.add(record);
                return bytes.addAndGet(record.bytes()) < BATCH_BYTES;
            });
            return new Batch(
                    waiting,
                    bytes.get() < BATCH_BYTES
                            ? to
                            : waiting.get(waiting.size() - 1).offset() + 1);
        }
    }
}
