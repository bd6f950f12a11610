package io.alertrelay.camel;

import io.alertrelay.kafka.PartitionListener;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.pipeline.DecisionHistory;
import io.alertrelay.pipeline.OpenAlerts;
import io.alertrelay.pipeline.UnreadableDecisionException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open alerts of the partitions of webhooks that this relay routes. They are read from the topic of decisions
 * whenever a partition is assigned, and when it is read again: what is in memory is then ahead of what is routed next.
 */
public final class Decisions implements PartitionListener {
    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);

    private final TopicReader reader;
    private final TopicNames topics;
    private final Duration maxAge;
    private final DecisionRecords records = new DecisionRecords();
    private final Map<TopicPartition, OpenAlerts> partitions = new ConcurrentHashMap<>();

    /** @param maxAge after which an open alert that was not seen is forgotten */
    public Decisions(TopicReader reader, TopicNames topics, Duration maxAge) {
        this.reader = reader;
        this.topics = topics;
        this.maxAge = maxAge;
    }

    /** The open alerts of a partition of webhooks; another object after each time that it was assigned or rewound. */
    Optional<OpenAlerts> of(TopicPartition webhooks) {
        return Optional.ofNullable(partitions.get(webhooks));
    }

    @Override
    public void withdrawn(Collection<TopicPartition> gone) {
        gone.forEach(partitions::remove);
    }

    @Override
    public void assigned(Map<TopicPartition, Long> positions) {
        Map<Integer, DecisionHistory> histories = new HashMap<>();
        Map<TopicPartition, TopicPartition> wanted = new HashMap<>();
        positions.forEach((webhooks, next) -> {
            histories.put(webhooks.partition(), new DecisionHistory(maxAge, next));
            wanted.put(webhooks, new TopicPartition(topics.decisions(), webhooks.partition()));
        });
        Unread unread = new Unread();
        reader.read(wanted.values(), record -> add(record, histories.get(record.partition()), unread));
        unread.log();
        positions.keySet().forEach(webhooks -> {
            OpenAlerts open = histories.get(webhooks.partition()).openAlerts();
            LOG.info(
                    "{}: {} alerts are open, {} decisions are to be finished",
                    webhooks,
                    open.size(),
                    open.decidedAlready());
            partitions.put(webhooks, open);
        });
    }

    private void add(ConsumerRecord<byte[], byte[]> record, DecisionHistory history, Unread unread) {
        try {
            records.addTo(history, record);
        } catch (UnreadableDecisionException e) {
            unread.count(record, e);
        }
    }

    /** Tells once of all records that can't be read. */
    private static final class Unread {
        private int count;
        private String first = "";

        private void count(ConsumerRecord<?, ?> record, UnreadableDecisionException e) {
            if (count++ == 0) {
                first = record.topic() + "-" + record.partition() + " offset " + record.offset() + ": "
                        + e.getMessage();
            }
        }

        private void log() {
            if (count > 0) {
                LOG.warn("{} decisions can't be read and are left out, the first at {}", count, first);
            }
        }
    }
}
