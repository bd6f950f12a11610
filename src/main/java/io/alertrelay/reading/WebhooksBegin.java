package io.alertrelay.reading;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.record.StoredRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** How far back the topic of webhooks reaches. */
public final class WebhooksBegin {
    private WebhooksBegin() {}

    /** Since when every stored webhook is kept, in all partitions; empty if none was deleted for its age. */
    public static Optional<Instant> of(TopicReader reader, TopicNames names) {
        String topic = names.webhooks();
        return reader.starts(topic).entrySet().stream()
                .filter(start -> start.getValue() > 0)
                .flatMap(start -> reader.at(topic, start.getKey(), start.getValue()).stream())
                .map(StoredRecord::storedAt)
                .max(Comparator.naturalOrder());
    }

    /** The same, if the period begins before it. */
    public static Optional<Instant> within(TopicReader reader, TopicNames names, Scope period) {
        return of(reader, names)
                .filter(begin -> period.from().map(begin::isAfter).orElse(false));
    }
}
