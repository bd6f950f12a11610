package io.alertrelay.app;

import io.alertrelay.kafka.TopicReader;
import io.alertrelay.observe.RecentCounts;
import io.alertrelay.record.EndpointRefusals;
import io.alertrelay.record.StoredRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Counts the posts of the last hour that were answered 401 by any relay; reads only what is new. For one thread. */
final class Unauthorized {
    private static final int STATUS = 401;
    private static final Duration KEPT = Duration.ofHours(1);

    private final TopicReader reader;
    private final String topic;
    private final Clock clock;
    private final RecentCounts count = new RecentCounts(KEPT, Duration.ofSeconds(10));
    private final Map<Integer, Long> next = new HashMap<>();

    Unauthorized(TopicReader reader, String topic, Clock clock) {
        this.reader = reader;
        this.topic = topic;
        this.clock = clock;
    }

    /** By integration, if their key was known and has expired; {@code ""} for all others. */
    Map<String, Long> since(Instant from) {
        Map<Integer, Long> ends = reader.ends(topic);
        boolean another =
                ends.entrySet().stream().anyMatch(end -> end.getValue() < next.getOrDefault(end.getKey(), 0L));
        if (another || !next.keySet().equals(ends.keySet())) {
            // At the start, or when the topic was created again.
            count.clear();
            next.clear();
            next.putAll(reader.offsetsAt(topic, clock.instant().minus(KEPT)));
        }
        reader.read(topic, Map.copyOf(next), ends, this::add);
        next.putAll(ends);
        Instant now = clock.instant();
        count.until(now);
        return count.between(from, now);
    }

    private boolean add(StoredRecord record) {
        next.put(record.partition(), record.offset() + 1);
        EndpointRefusals.of(record)
                .ifPresent(refusals -> refusals.counts().forEach((kind, times) -> {
                    if (kind.status() == STATUS) {
                        count.add(kind.integration(), times, record.storedAt());
                    }
                }));
        return true;
    }
}
