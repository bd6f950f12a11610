package io.alertrelay.replay;

import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.HeaderNames;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * What the channels of a replay have passed: a delivery before the offset that the channel's group has committed has
 * ended, also if its receipt was lost with the topic of receipts. For one thread.
 */
final class PassedDeliveries {
    /** How it ended is not known. */
    static final String NO_RECEIPT = "no-receipt";

    private final KafkaClients clients;
    private final GroupOffsets offsets;
    private final TopicNames names;
    private final String replay;
    private final Runnable progress;
    private final Map<String, Long> readTo;

    /**
     * @param replay its id
     * @param from before which a channel's topic has nothing of it, by the channel's name
     * @param progress is run for each record
     */
    PassedDeliveries(
            KafkaClients clients,
            GroupOffsets offsets,
            TopicNames names,
            String replay,
            Map<String, Long> from,
            Runnable progress) {
        this.clients = clients;
        this.offsets = offsets;
        this.names = names;
        this.replay = replay;
        this.progress = progress;
        this.readTo = new HashMap<>(from);
    }

    /** How far these channels are. Whatever has a receipt and is before that has it by now. */
    Map<String, Long> passed(Collection<String> channels) throws ExecutionException, InterruptedException {
        Map<String, Long> passed = new HashMap<>();
        if (!channels.isEmpty()) {
            // A channel's group has the name of its topic.
            Map<String, Map<Integer, Long>> committed =
                    offsets.committed(channels.stream().map(names::channel).toList());
            channels.forEach(channel -> passed.put(
                    channel,
                    committed.getOrDefault(names.channel(channel), Map.of()).getOrDefault(0, 0L)));
        }
        return passed;
    }

    /** Passes on the alerts of the replay that the channel has passed since the last call. */
    void read(String channel, long passed, Consumer<AlertRef> each) {
        String topic = names.channel(channel);
        try (TopicReader reader = new TopicReader(clients)) {
            long end = reader.ends(topic).getOrDefault(0, 0L);
            long from = ReplayTails.begun(readTo.getOrDefault(channel, 0L), end);
            // An offset behind the end was committed for an earlier topic of that name.
            if (passed <= from || passed > end) {
                return;
            }
            reader.read(topic, Map.of(0, from), Map.of(0, passed), record -> {
                progress.run();
                if (record.header(HeaderNames.REPLAY).filter(replay::equals).isPresent()) {
                    record.alert().ifPresent(each);
                }
                return true;
            });
            readTo.put(channel, passed);
        }
    }
}
