package io.alertrelay.reading;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.record.DueDelivery;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;

/** Which deliveries must have left a trace. */
public final class Traces {
    private Traces() {}

    /**
     * Whether what became due with that delivery, to the channel, must be in its topic or have a receipt: it can't have
     * been deleted for its age, and the channel is configured. To be asked after the topics were read.
     *
     * @param configured the names of the configured channels
     */
    public static BiPredicate<DueDelivery, String> must(
            TopicReader reader, TopicNames names, Collection<String> configured) {
        RetainedOffsets receipts = RetainedOffsets.of(reader, names.receipts());
        Map<String, RetainedOffsets> topics = new HashMap<>();
        return (due, channel) -> {
            if (!configured.contains(channel)) {
                return false;
            }
            RetainedOffsets topic =
                    topics.computeIfAbsent(channel, its -> RetainedOffsets.of(reader, names.channel(its)));
            return receipts.surely(due.storedAt()) || !topic.starts().isEmpty() && topic.surely(due.storedAt());
        };
    }
}
