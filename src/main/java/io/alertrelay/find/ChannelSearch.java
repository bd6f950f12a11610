package io.alertrelay.find;

import io.alertrelay.kafka.TopicReader;
import io.alertrelay.record.HeaderNames;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Rules out, by a channel's topic, what was never due to that channel: where few of all alerts are, it spares looking
 * up how all the others ended. For one thread.
 */
final class ChannelSearch {
    /** Of more it remembers none, and rules out nothing. */
    private static final int MOST = 200_000;
    /** The clocks of several relays differ by less. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final TopicReader reader;
    private final Map<TopicPartition, Long> read;
    private final Set<String> due = new HashSet<>();

    /** @param ends of the channel's topic */
    ChannelSearch(TopicReader reader, Map<TopicPartition, Long> ends) {
        this.reader = reader;
        this.read = new HashMap<>(ends);
    }

    /** Looks at all that became due since the oldest of these came; asked about older ones each time. */
    void reach(List<Hit> hits) {
        Instant oldest =
                hits.stream().map(Hit::storedAt).min(Instant::compareTo).orElse(Instant.MAX);
        if (oldest.equals(Instant.MAX) || due.size() > MOST) {
            return;
        }
        Map<TopicPartition, Long> from = reader.offsetsAt(read, oldest.minus(SLACK));
        reader.read(from, read, (topic, record) -> {
            due.add(record.header(HeaderNames.RECEIPT).orElse("") + "/"
                    + record.header(HeaderNames.INDEX).orElse(""));
            return due.size() <= MOST;
        });
        read.replaceAll((partition, end) -> Math.min(end, from.get(partition)));
    }

    boolean mayBeDue(Hit hit) {
        return due.size() > MOST || due.contains(hit.alert().requestId() + "/" + hit.index());
    }
}
