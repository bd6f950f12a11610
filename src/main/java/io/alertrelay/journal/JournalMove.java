package io.alertrelay.journal;

import io.alertrelay.config.Brokers;
import io.alertrelay.config.KafkaSettings;
import io.alertrelay.kafka.NotCopiedException;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.kafka.TopicsCopy;
import io.alertrelay.kafka.UnfitTopicException;
import io.alertrelay.reading.AuditProgress;
import io.alertrelay.reading.ClusterReach;
import io.alertrelay.reading.LedgerKafka;
import io.alertrelay.reading.StartException;
import io.alertrelay.reading.StartupListener;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Copies the journal of a stopped relay to another Kafka: see {@link TopicsCopy}. */
final class JournalMove implements AutoCloseable {
    private final LedgerKafka from;
    private final LedgerKafka to;
    private final Admin fromAdmin;
    private final Admin toAdmin;
    private final TopicsCopy copy;
    private final TopicsCopy.CopyPlan plan;

    private JournalMove(LedgerKafka from, LedgerKafka to, KafkaSettings source, KafkaSettings target)
            throws StartException, InterruptedException {
        this.from = from;
        this.to = to;
        this.fromAdmin = ClusterReach.admin(from.clients(), source);
        this.toAdmin = ClusterReach.admin(to.clients(), target);
        boolean own = embedded(target);
        this.copy = new TopicsCopy(
                new TopicsCopy.Side(from.clients(), fromAdmin, new TopicNames(source.prefix()), embedded(source)),
                new TopicsCopy.Side(to.clients(), toAdmin, new TopicNames(target.prefix()), own),
                new TopicSetup(toAdmin, own ? 1 : target.replication(), own ? 1 : target.minInsyncReplicas()));
        this.plan = asking(copy::plan);
    }

    /**
     * Opens both, and compares them.
     *
     * @throws StartException if one can't be reached, a relay is running there, or the target has something else
     */
    static JournalMove open(KafkaSettings source, KafkaSettings target, StartupListener startup)
            throws StartException, InterruptedException {
        LedgerKafka from = LedgerKafka.openIdle(source.brokers(), false, startup);
        try {
            LedgerKafka to = LedgerKafka.openIdle(target.brokers(), true, startup);
            try {
                return new JournalMove(from, to, source, target);
            } catch (StartException | InterruptedException | RuntimeException e) {
                to.close();
                throw e;
            }
        } catch (StartException | InterruptedException | RuntimeException e) {
            from.close();
            throw e;
        }
    }

    private static boolean embedded(KafkaSettings settings) {
        return settings.brokers() instanceof Brokers.Embedded;
    }

    /** Whether an earlier copy was begun and not finished. */
    boolean isBegun() {
        return plan.begun();
    }

    /** The topics to be copied, sorted by name. */
    List<Topic> topics() {
        TreeMap<String, Topic> topics = new TreeMap<>();
        plan.ends()
                .forEach((partition, end) -> topics.merge(
                        partition.topic(),
                        new Topic(
                                partition.topic(),
                                1,
                                end - plan.starts().getOrDefault(partition, 0L),
                                plan.there().getOrDefault(partition, 0L)),
                        Topic::plus));
        return List.copyOf(topics.values());
    }

    /**
     * A topic to be copied.
     *
     * @param offsets from the first record that is kept to the end, of all partitions together
     * @param there how many of these the target has already, from 0 on
     */
    record Topic(String name, int partitions, long offsets, long there) {
        private Topic plus(Topic other) {
            return new Topic(name, partitions + other.partitions, offsets + other.offsets, there + other.there);
        }
    }

    /**
     * Copies and compares.
     *
     * @throws StartException if it did not succeed; it can be tried again
     */
    void run(AuditProgress progress) throws StartException, InterruptedException {
        asking(() -> {
            copy.run(plan, progress::read);
            return true;
        });
    }

    private static <T> T asking(Question<T> question) throws StartException, InterruptedException {
        try {
            return question.ask();
        } catch (UnfitTopicException | NotCopiedException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (ExecutionException e) {
            throw new StartException(
                    "Kafka refuses or does not answer: "
                            + ClusterReach.reasons(e.getCause() == null ? e : e.getCause()),
                    e);
        } catch (KafkaException e) {
            throw new StartException("the copy stopped: " + ClusterReach.reasons(e), e);
        }
    }

    private interface Question<T> {
        T ask() throws UnfitTopicException, NotCopiedException, ExecutionException, InterruptedException;
    }

    @Override
    public void close() {
        fromAdmin.close();
        toAdmin.close();
        to.close();
        from.close();
    }
}
