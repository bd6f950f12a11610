package io.alertrelay.reading;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.RecordFault;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.pipeline.Pipelines;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** The topics of a relay, open for questions: of commands, whether a relay runs or not, and of its own API. */
public final class Ledger implements AutoCloseable {
    private final RelayConfig config;
    private final LedgerKafka kafka;
    private final TopicNames names;

    /** A command may use the whole machine; a running relay must leave it to the alerts. */
    private final int threads;
    /** Shared by a running relay; a command opens one for each question. */
    private final Optional<GroupOffsets> shared;

    private final WaitingDeliveries waiting;

    private Ledger(
            RelayConfig config,
            LedgerKafka kafka,
            int threads,
            Optional<GroupOffsets> shared,
            WaitingDeliveries waiting) {
        this.config = config;
        this.kafka = kafka;
        this.threads = threads;
        this.shared = shared;
        this.waiting = waiting;
        this.names = new TopicNames(config.kafka().prefix());
    }

    /**
     * Opens the topics of a relay with this configuration. If it has an embedded broker and is not running, the broker
     * is started on its data until {@link #close}.
     *
     * @param startup notified if that is done
     * @throws StartException if Kafka can't be reached, with the reason in the operator's words
     */
    public static Ledger open(RelayConfig config, StartupListener startup) throws StartException {
        return new Ledger(
                config,
                LedgerKafka.open(config, startup),
                Runtime.getRuntime().availableProcessors(),
                Optional.empty(),
                WaitingDeliveries.UNKNOWN);
    }

    /** The topics of the relay in this process, which knows what its deliveries wait for. */
    public static Ledger ofRunning(
            RelayConfig config, KafkaClients clients, GroupOffsets offsets, WaitingDeliveries waiting) {
        return new Ledger(config, LedgerKafka.of(clients), 1, Optional.of(offsets), waiting);
    }

    /** The configuration by which it was opened. */
    public RelayConfig config() {
        return config;
    }

    /** By which its topics are read and written. */
    public KafkaClients clients() {
        return kafka.clients();
    }

    /** The names of the relay's topics. */
    public TopicNames names() {
        return names;
    }

    /** What unsettled deliveries wait for. */
    public WaitingDeliveries waiting() {
        return waiting;
    }

    /** How many threads a question may use. */
    public int threads() {
        return threads;
    }

    /** The pipelines of the configuration. */
    public Pipelines pipelines() {
        return new Pipelines(config);
    }

    /** Whether the embedded broker runs just for this ledger: then no relay can run, and nothing changes meanwhile. */
    public boolean hasOwnBroker() {
        return kafka.isStarted();
    }

    @Override
    public void close() {
        kafka.close();
    }

    /**
     * Asks Kafka.
     *
     * @throws StartException if it does not answer, or has no topics of such a relay; in the operator's words
     */
    public <T, E extends Exception> T asking(OffsetQuestion<T, E> question)
            throws E, StartException, InterruptedException {
        try {
            if (shared.isPresent()) {
                return ask(question, shared.get());
            }
            try (Admin admin = clients().admin()) {
                return ask(question, new GroupOffsets(admin));
            }
        } catch (ExecutionException e) {
            throw unanswered(RecordFault.cause(e));
        } catch (KafkaException e) {
            throw unanswered(e);
        }
    }

    /**
     * The same with a reader of topics.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    public <T, E extends Exception> T reading(RecordQuestion<T, E> question)
            throws E, StartException, InterruptedException {
        return this.<T, E>asking(offsets -> {
            try (TopicReader reader = new TopicReader(clients())) {
                return question.read(reader);
            }
        });
    }

    private <T, E extends Exception> T ask(OffsetQuestion<T, E> question, GroupOffsets offsets)
            throws E, StartException, ExecutionException, InterruptedException {
        if (!offsets.topics(names.prefix()).contains(names.webhooks())) {
            throw new StartException("Kafka at " + clients().bootstrapServers() + " has no topic " + names.webhooks()
                    + ": no relay has run there with this kafka.prefix");
        }
        return question.ask(offsets);
    }

    private StartException unanswered(Throwable cause) {
        return new StartException(
                "Kafka at " + clients().bootstrapServers() + " does not answer: " + cause.getMessage(), cause);
    }

    /** A question to Kafka. */
    @FunctionalInterface
    public interface OffsetQuestion<T, E extends Exception> {
        T ask(GroupOffsets offsets) throws E, ExecutionException, InterruptedException;
    }

    /** A question to the topics. */
    @FunctionalInterface
    public interface RecordQuestion<T, E extends Exception> {
        T read(TopicReader reader) throws E, ExecutionException, InterruptedException;
    }
}
