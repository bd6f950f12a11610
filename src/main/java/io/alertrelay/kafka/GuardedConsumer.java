package io.alertrelay.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * A Kafka consumer whose calls never exceed their timeout, whatever the wall clock does: Kafka's client measures waits
 * by that clock, and would wait for an hour if it is set back an hour.
 */
class GuardedConsumer extends KafkaConsumer<Object, Object> {
    private static final Duration QUESTION = Duration.ofSeconds(15);

    private final PollGuard guard;

    GuardedConsumer(Properties properties, Clock clock) {
        super(properties);
        this.guard = new PollGuard(clock, System::nanoTime, this::wakeup);
    }

    /** Whether the wall clock was set back since the last call, so that this client must be replaced. */
    boolean clockWasSetBack() {
        return guard.setBack();
    }

    /** A poll; without records if it was ended because it took too long. */
    ConsumerRecords<Object, Object> guardedPoll(Duration timeout) {
        CompletableFuture<Void> end = guard.begin(timeout);
        try {
            return super.poll(timeout);
        } catch (WakeupException e) {
            if (guard.takeWoken()) {
                guard.takeHurrying();
                return ConsumerRecords.empty();
            }
            throw e;
        } finally {
            end.complete(null);
        }
    }

    /**
     * A poll that is only to wait, and that {@link #hurry} ends.
     *
     * @param timeout unless it must not take long any more
     * @param otherwise its timeout then
     */
    ConsumerRecords<Object, Object> longPoll(Duration timeout, Duration otherwise) {
        try {
            return guardedPoll(guard.beginLongPoll() ? timeout : otherwise);
        } finally {
            guard.endLongPoll();
        }
    }

    /** Ends a poll that is only to wait, and lets later ones be short. May be called by any thread. */
    void hurry() {
        guard.hurry();
    }

    /** Runs a callback within a poll that may legitimately take long. */
    void callback(Runnable work) {
        guard.callback(work);
    }

    @Override
    public long position(TopicPartition partition) {
        return within(QUESTION, () -> super.position(partition));
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
        return within(QUESTION, () -> super.beginningOffsets(partitions));
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        return within(QUESTION, () -> super.committed(partitions));
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        within(timeout, () -> {
            super.commitSync(offsets, timeout);
            return true;
        });
    }

    private <T> T within(Duration time, Supplier<T> question) {
        CompletableFuture<Void> end = guard.ask(time);
        try {
            return question.get();
        } catch (WakeupException e) {
            if (guard.takeWoken()) {
                if (guard.takeHurrying()) {
                    // Meant for a poll that ended just then.
                    return within(time, question);
                }
                throw new KafkaException(
                        "Kafka's client did not answer a question within " + time.toSeconds() + " s", e);
            }
            throw e;
        } finally {
            end.complete(null);
        }
    }
}
