package io.alertrelay.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The current faults of topics, as reported by their writers, readers and the watch. A fault is logged once when it
 * begins and once when it ends. Thread-safe.
 */
public final class TopicFaults {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFaults.class);
    /** In place of a partition. */
    private static final int WHOLE_TOPIC = -1;

    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<FaultKey, StandingFault> faults = new ConcurrentHashMap<>();
    private final Map<String, Long> lostAtStart = new ConcurrentHashMap<>();
    private final Map<String, OffsetRanges> lost = new ConcurrentHashMap<>();

    /** With the machine's monotonic clock. */
    public TopicFaults(Clock clock) {
        this(clock, System::nanoTime);
    }

    /** @param nanos monotonic time, as {@link System#nanoTime} gives it */
    public TopicFaults(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * Reports a fault of a whole topic.
     *
     * @param cause the fault, and what to do about it
     */
    public void report(String topic, TopicFault.Kind kind, String cause) {
        report(topic, WHOLE_TOPIC, kind, cause);
    }

    /** Reports a fault of one partition. */
    public void report(String topic, int partition, TopicFault.Kind kind, String cause) {
        report(topic, partition, kind, cause, OptionalLong.empty());
    }

    /** Reports a fault of a whole topic that is over, unless it is reported again within that time. */
    public void report(String topic, TopicFault.Kind kind, String cause, Duration lasts) {
        report(topic, WHOLE_TOPIC, kind, cause, lasts);
    }

    /**
     * Reports a fault that is over, as far as is known, unless it is reported again within that time. For a use that
     * may not be tried again for long.
     */
    public void report(String topic, int partition, TopicFault.Kind kind, String cause, Duration lasts) {
        report(topic, partition, kind, cause, OptionalLong.of(nanos.getAsLong() + lasts.toNanos()));
    }

    private void report(String topic, int partition, TopicFault.Kind kind, String cause, OptionalLong until) {
        faults.compute(new FaultKey(topic, partition, kind), (place, before) -> {
            if (before != null && before.fault().cause().equals(cause)) {
                return new StandingFault(before.fault(), until);
            }
            Instant since = before == null ? clock.instant() : before.fault().since();
            TopicFault now = new TopicFault(topic, partition, kind, cause, since);
            LOG.error("{}: {}", now.where(), cause);
            return new StandingFault(now, until);
        });
    }

    /** The fault of the whole topic is over. */
    public void clear(String topic, TopicFault.Kind kind) {
        clear(topic, WHOLE_TOPIC, kind);
    }

    /** The fault of that partition is over. */
    public void clear(String topic, int partition, TopicFault.Kind kind) {
        StandingFault gone = faults.remove(new FaultKey(topic, partition, kind));
        if (gone != null) {
            LOG.info("{} is well again ({})", gone.fault().where(), word(kind));
        }
    }

    /** Nobody wants to use it any more, so whether the fault is over is not known, and delays nothing. */
    public void forget(String topic, int partition, TopicFault.Kind kind) {
        StandingFault gone = faults.remove(new FaultKey(topic, partition, kind));
        if (gone != null) {
            LOG.info("{}: nothing waits for it any more ({})", gone.fault().where(), word(kind));
        }
    }

    private static String word(TopicFault.Kind kind) {
        return kind == TopicFault.Kind.UNFIT ? "checked" : kind.name().toLowerCase(Locale.ROOT);
    }

    /** All faults, by topic and partition; of several faults of a place the one that explains the others is first. */
    public List<TopicFault> all() {
        faults.forEach(this::endIfOver);
        return faults.values().stream()
                .map(StandingFault::fault)
                .sorted(Comparator.comparing(TopicFault::topic)
                        .thenComparing(TopicFault::kind)
                        .thenComparingInt(TopicFault::partition))
                .toList();
    }

    private void endIfOver(FaultKey place, StandingFault standing) {
        if (standing.until().isPresent()
                && nanos.getAsLong() - standing.until().getAsLong() > 0
                && faults.remove(place, standing)) {
            LOG.info("{}: it has not failed again ({})", standing.fault().where(), word(place.kind()));
        }
    }

    /** The main fault that keeps a topic from being used; empty if there is none. */
    public Optional<TopicFault> of(String topic) {
        return all().stream()
                .filter(fault -> fault.topic().equals(topic) && fault.kind() != TopicFault.Kind.SETTINGS)
                .findFirst();
    }

    /** The cause of that fault of the whole topic; empty if there is none. */
    Optional<String> cause(String topic, TopicFault.Kind kind) {
        return Optional.ofNullable(faults.get(new FaultKey(topic, WHOLE_TOPIC, kind)))
                .map(standing -> standing.fault().cause());
    }

    /**
     * Records of a partition are damaged or deleted, and so lost. Each counts once, however often it is found to be.
     *
     * @param from the first offset
     * @param to the offset after the last one
     */
    public void lost(String topic, int partition, long from, long to) {
        if (from < to) {
            lost.compute(topic + "-" + partition, (name, ranges) -> {
                OffsetRanges all = ranges == null ? new OffsetRanges() : ranges;
                all.add(from, to);
                return all;
            });
        }
    }

    /**
     * Records of a partition were found to be lost before anything read it.
     *
     * @param partition as the log names it
     */
    public void lost(String partition, long records) {
        if (records > 0) {
            lostAtStart.merge(partition, records, Long::sum);
        }
    }

    /** How many records were found to be lost, by partition, since the relay started. */
    public Map<String, Long> lost() {
        Map<String, Long> all = new TreeMap<>(lostAtStart);
        lost.keySet()
                .forEach(partition -> lost.computeIfPresent(partition, (name, ranges) -> {
                    all.merge(name, ranges.count(), Long::sum);
                    return ranges;
                }));
        return all;
    }

    private record FaultKey(String topic, int partition, TopicFault.Kind kind) {}

    /** @param until when it is over if it is not reported again, in nanoseconds; empty if it must be cleared */
    private record StandingFault(TopicFault fault, OptionalLong until) {}
}
