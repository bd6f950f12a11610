package io.alertrelay.camel;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.PartitionListener;
import io.alertrelay.kafka.StoredRecord;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.pipeline.DecisionHistory;
import io.alertrelay.pipeline.OpenAlerts;
import io.alertrelay.pipeline.UnreadableDecisionException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open alerts of the partitions of webhooks that this relay routes. They are read from the topic of decisions
 * whenever a partition is assigned, and when it is read again: what is in memory is then ahead of what is routed next.
 */
public final class Decisions implements PartitionListener {
    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);

    private final KafkaClients clients;
    private final TopicNames topics;
    private final Duration maxAge;
    private final DecisionRecords records = new DecisionRecords();
    private final Map<TopicPartition, OpenAlerts> partitions = new ConcurrentHashMap<>();

    /** @param maxAge after which an open alert that was not seen is forgotten */
    public Decisions(KafkaClients clients, TopicNames topics, Duration maxAge) {
        this.clients = clients;
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
    public void assigned(TopicPartition webhooks, long offset, Optional<String> note, long end) {
        DecisionHistory history = new DecisionHistory(maxAge, offset);
        Unread unread = new Unread();
        int partition = webhooks.partition();
        try (TopicReader reader = new TopicReader(clients)) {
            Map<Integer, Long> from = reader.starts(topics.decisions());
            Map<Integer, Long> to = reader.ends(topics.decisions());
            from.keySet().retainAll(Set.of(partition));
            reader.read(topics.decisions(), from, to, record -> add(record, history, unread));
        }
        unread.log(topics.decisions());
        OpenAlerts open = history.openAlerts();
        if (open.size() > 0 || open.decidedAlready() > 0) {
            LOG.info(
                    "{}: {} alerts are open, {} decisions are to be finished",
                    webhooks,
                    open.size(),
                    open.decidedAlready());
        }
        partitions.put(webhooks, open);
    }

    private boolean add(StoredRecord record, DecisionHistory history, Unread unread) {
        try {
            records.addTo(history, record);
        } catch (UnreadableDecisionException e) {
            unread.count(record, e);
        }
        return true;
    }

    /** Tells once of all records that can't be read. */
    private static final class Unread {
        private int count;
        private String first = "";

        private void count(StoredRecord record, UnreadableDecisionException e) {
            if (count++ == 0) {
                first = record.partition() + " offset " + record.offset() + ": " + e.getMessage();
            }
        }

        private void log(String topic) {
            if (count > 0) {
                LOG.warn("{} decisions can't be read and are left out, the first at {}-{}", count, topic, first);
            }
        }
    }
}
