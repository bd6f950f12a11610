package io.alertrelay.replay;

import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.text.OneLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the channels of a replay have passed: a delivery before the offset that the channel's group has committed has
 * ended, also if its receipt was lost with the topic of receipts. For one thread.
 */
final class PassedDeliveries {
    /** How it ended is not known. */
    static final String NO_RECEIPT = "no-receipt";

    private static final Logger LOG = LoggerFactory.getLogger(PassedDeliveries.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration AFTER_SILENCE = Duration.ofMinutes(1);

    private final KafkaClients clients;
    private final GroupOffsets offsets;
    private final TopicNames names;
    private final String replay;
    private final Runnable progress;
    private final Clock steady;
    private final Map<String, Long> readTo;
    /** Of each channel the committed offset before which everything is read. */
    private final Map<String, Long> seen = new HashMap<>();

    private final Map<String, Instant> askAgain = new HashMap<>();

    /**
     * @param replay its id
     * @param from before which a channel's topic has nothing of it, by the channel's name
     * @param steady never set back or forward
     * @param progress is run for each record
     */
    PassedDeliveries(
            KafkaClients clients,
            GroupOffsets offsets,
            TopicNames names,
            String replay,
            Map<String, Long> from,
            Clock steady,
            Runnable progress) {
        this.clients = clients;
        this.offsets = offsets;
        this.names = names;
        this.replay = replay;
        this.steady = steady;
        this.progress = progress;
        this.readTo = new HashMap<>(from);
    }

    /**
     * How far those of these channels are that have gone on since they were read. Whatever has a receipt and is before
     * that has it by now. A channel that does not answer is left out, and is asked again after a while only, so that
     * the wait for it does not delay the others.
     */
    Map<String, Long> passed(Collection<String> channels) throws InterruptedException {
        Instant now = steady.instant();
        List<String> asked = channels.stream()
                .filter(channel -> !now.isBefore(askAgain.getOrDefault(channel, now)))
                .toList();
        Map<String, Long> passed = new HashMap<>();
        if (asked.isEmpty()) {
            return passed;
        }
        // A channel's group has the name of its topic.
        Map<String, Map<Integer, Long>> committed = offsets.committed(topics(asked), PATIENCE);
        for (String channel : asked) {
            Optional.ofNullable(committed.get(names.channel(channel)))
                    .map(offset -> offset.getOrDefault(0, 0L))
                    .ifPresentOrElse(offset -> passed.put(channel, offset), () -> askLater(channel));
        }
        passed.entrySet().removeIf(channel -> channel.getValue().equals(seen.getOrDefault(channel.getKey(), 0L)));
        if (!passed.isEmpty()) {
            Map<String, Long> ends = offsets.ends(topics(passed.keySet()), PATIENCE);
            passed.entrySet()
                    .removeIf(channel -> !isBehind(
                            channel.getKey(),
                            channel.getValue(),
                            ends.getOrDefault(names.channel(channel.getKey()), -1L)));
        }
        return passed;
    }

    /** Whether something before the committed offset is not read yet. */
    private boolean isBehind(String channel, long passed, long end) {
        // An offset behind the end was committed for an earlier topic of that name.
        if (passed > end) {
            askLater(channel);
            return false;
        }
        long from = ReplayTails.begun(readTo.getOrDefault(channel, 0L), end);
        readTo.put(channel, from);
        if (passed <= from) {
            seen.put(channel, passed);
        }
        return passed > from;
    }

    private List<String> topics(Collection<String> channels) {
        return channels.stream().map(names::channel).toList();
    }

    private void askLater(String channel) {
        askAgain.put(channel, steady.instant().plus(AFTER_SILENCE));
    }

    /**
     * Passes on the alerts of the replay that the channel has passed since the last call. What can't be read is read
     * after a while.
     */
    void read(String channel, long passed, Consumer<AlertRef> each) {
        String topic = names.channel(channel);
        try (TopicReader reader = new TopicReader(clients)) {
            reader.read(topic, Map.of(0, readTo.getOrDefault(channel, 0L)), Map.of(0, passed), record -> {
                progress.run();
                if (record.header(HeaderNames.REPLAY).filter(replay::equals).isPresent()) {
                    record.alert().ifPresent(each);
                }
                return true;
            });
            readTo.put(channel, passed);
            seen.put(channel, passed);
        } catch (KafkaException e) {
            LOG.debug("what channel {} has passed can't be read now", OneLine.of(channel), e);
            askLater(channel);
        }
    }
}
