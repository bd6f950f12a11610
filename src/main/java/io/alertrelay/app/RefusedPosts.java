package io.alertrelay.app;

import io.alertrelay.intake.UnavailableReason;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.observe.RecentCounts;
import io.alertrelay.record.EndpointRefusals;
import io.alertrelay.record.StoredRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the posts of the last hour that were refused by any relay, of strangers only those that were answered 401;
 * reads only what is new. For one thread.
 */
final class RefusedPosts {
    private static final int UNAUTHORIZED = 401;
    /** What is refused while a relay starts or stops is expected. */
    private static final String CLOSED = EndpointRefusals.Kind.of("", 503, Optional.of(UnavailableReason.CLOSED.word()))
            .cause();

    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration SLICE = Duration.ofSeconds(10);

    private final TopicReader reader;
    private final String topic;
    private final Clock clock;
    private final RecentCounts unauthorized = new RecentCounts(KEPT, SLICE);
    private final RecentCounts unknownKeys = new RecentCounts(KEPT, SLICE);
    private final RecentCounts others = new RecentCounts(KEPT, SLICE);
    private final Map<Integer, Long> next = new HashMap<>();

    RefusedPosts(TopicReader reader, String topic, Clock clock) {
        this.reader = reader;
        this.topic = topic;
        this.clock = clock;
    }

    /**
     * How many.
     *
     * @param unauthorized answered 401: by integration, if their key was known and has expired; {@code ""} for all
     *     others
     * @param unknownKeys how many of those others had a key, which is not a known one
     * @param others those with a known key that were answered otherwise, by integration
     */
    record Counts(Map<String, Long> unauthorized, long unknownKeys, Map<String, Long> others) {
        static final Counts NONE = new Counts(Map.of(), 0, Map.of());

        Counts {
            unauthorized = Map.copyOf(unauthorized);
            others = Map.copyOf(others);
        }
    }

    Counts since(Instant from) {
        Map<Integer, Long> ends = reader.ends(topic);
        boolean another =
                ends.entrySet().stream().anyMatch(end -> end.getValue() < next.getOrDefault(end.getKey(), 0L));
        if (another || !next.keySet().equals(ends.keySet())) {
            // At the start, or when the topic was created again.
            unauthorized.clear();
            unknownKeys.clear();
            others.clear();
            next.clear();
            next.putAll(reader.offsetsAt(topic, clock.instant().minus(KEPT)));
        }
        reader.read(topic, Map.copyOf(next), ends, this::add);
        next.putAll(ends);
        Instant now = clock.instant();
        unauthorized.until(now);
        unknownKeys.until(now);
        others.until(now);
        return new Counts(
                unauthorized.between(from, now),
                unknownKeys.between(from, now).getOrDefault("", 0L),
                others.between(from, now));
    }

    private boolean add(StoredRecord record) {
        next.put(record.partition(), record.offset() + 1);
        EndpointRefusals.of(record)
                .ifPresent(refusals -> refusals.counts().forEach((kind, times) -> add(kind, times, record.storedAt())));
        return true;
    }

    private void add(EndpointRefusals.Kind kind, long times, Instant at) {
        if (kind.status() == UNAUTHORIZED) {
            unauthorized.add(kind.integration(), times, at);
            if (kind.equals(EndpointRefusals.Kind.UNKNOWN_KEY)) {
                unknownKeys.add("", times, at);
            }
        } else if (!kind.integration().isEmpty() && !kind.cause().equals(CLOSED)) {
            others.add(kind.integration(), times, at);
        }
    }
}
