package io.alertrelay.app;

import io.alertrelay.config.KafkaSettings;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.RecordFault;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicFault;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.kafka.TopicSpec;
import io.alertrelay.kafka.TopicWatch;
import io.alertrelay.kafka.UnfitTopicException;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.reading.ClusterReach;
import io.alertrelay.reading.StartException;
import io.alertrelay.reading.StartWait;
import io.alertrelay.reading.StartupListener;
import io.alertrelay.watchdog.Stage;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * The relay's own topics: created and checked at the start, and for channels that are added later, and watched in
 * between. A topic that all channels share must be fit for use, or the relay does not start; one of a channel that is
 * not is reported, and harms that channel alone.
 */
final class ManagedTopics {
    private final Admin admin;
    private final KafkaClients clients;
    private final KafkaSettings settings;
    private final TopicNames names;
    private final boolean alone;
    private final String brokers;
    private final List<TopicSpec> specs;

    /**
     * @param alone whether they are in an embedded broker, which has one replica of each
     * @param brokers which they are, for people
     * @param channels that are configured at the start
     */
    ManagedTopics(
            Admin admin,
            KafkaClients clients,
            KafkaSettings settings,
            boolean alone,
            String brokers,
            List<String> channels) {
        this.admin = admin;
        this.clients = clients;
        this.settings = settings;
        this.names = new TopicNames(settings.prefix());
        this.alone = alone;
        this.brokers = brokers;
        this.specs = new RelayTopics(names, settings.webhooksPartitions()).specs(channels);
    }

    /**
     * Creates missing topics and checks the others; returns how many were created. Waits for brokers that are not there
     * yet, or are too few for the replicas of what all channels share. A channel's topic at fault is reported as such.
     */
    int ensure(StartupListener startup) throws StartException {
        TopicSetup setup = setup();
        List<TopicSpec> shared =
                specs.stream().filter(spec -> !isOfChannel(spec)).toList();
        List<TopicSpec> ofChannels = specs.stream().filter(this::isOfChannel).toList();
        StartWait waiting = new StartWait(startup);
        try {
            while (true) {
                try {
                    requireWhole();
                    int created = setup.ensure(shared).size()
                            + setup.ensureEach(ofChannels, this::mustNotBeWritten)
                                    .size();
                    clients.fitBrokers(admin);
                    return created;
                } catch (ExecutionException e) {
                    Throwable refusal = RecordFault.cause(e);
                    String reason = ClusterReach.reasons(refusal);
                    if (!passes(refusal)) {
                        throw new StartException(
                                "Kafka (" + brokers + ") can't be used: " + reason + advice(refusal), e);
                    }
                    waiting.on("Kafka, " + brokers + ": " + reason
                            + (alone ? "" : " (are kafka.brokers right, and the brokers up?)"));
                }
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (UnfitTopicException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while the topics were created", e);
        }
    }

    private boolean isOfChannel(TopicSpec spec) {
        return spec.name().startsWith(names.channels());
    }

    private void mustNotBeWritten(String topic, String cause) {
        clients.faults().report(topic, TopicFault.Kind.UNFIT, cause);
    }

    /** A copy sets the committed offsets last: before that, everything that was delivered would be sent again. */
    private void requireWhole() throws ExecutionException, InterruptedException, StartException {
        if (new GroupOffsets(admin).topics(names.copying()).contains(names.copying())) {
            throw new StartException("Kafka (" + brokers + ") has a copy of a journal that is not finished: wait for"
                    + " 'relay journal copy', or do it again, which continues where it was interrupted; or delete the topics "
                    + names.prefix() + "*");
        }
    }

    /**
     * Creates and checks the topics of further channels, and lets the producers learn of them.
     *
     * @throws ExecutionException if the cluster does not answer, or refuses
     */
    void add(List<String> channels) throws UnfitTopicException, ExecutionException, InterruptedException {
        List<TopicSpec> added = new RelayTopics(names, settings.webhooksPartitions())
                .specs(channels).stream().filter(this::isOfChannel).toList();
        setup().ensure(added);
        List<String> topics = added.stream().map(TopicSpec::name).toList();
        topics.forEach(topic -> clients.faults().clear(topic, TopicFault.Kind.UNFIT));
        // Also for a topic that another relay, or an earlier attempt, has just created.
        setup().awaitLeaders(topics);
        clients.warmUp(topics);
    }

    /**
     * Lets the existing producers learn of all topics, so that no send has to wait for that; of one that is at fault
     * they might not learn in all the time that there is.
     */
    void warmUp() {
        clients.warmUp(specs.stream()
                .map(TopicSpec::name)
                .filter(topic -> clients.faults().of(topic).isEmpty())
                .collect(Collectors.toSet()));
    }

    /**
     * Watches that the topics exist; the caller starts and closes it.
     *
     * @param inUse a topic that is recreated gets as many partitions, or those of the configuration if these are more
     * @param channels that are configured now
     * @param stage where it reports progress
     */
    TopicWatch watch(WebhookPartitions inUse, Supplier<List<String>> channels, Stage stage) {
        return clients.topicWatch(
                admin,
                setup(),
                minInsyncReplicas(),
                () -> new RelayTopics(names, Math.max(settings.webhooksPartitions(), inUse.count()))
                        .specs(channels.get()),
                stage);
    }

    private TopicSetup setup() {
        return new TopicSetup(admin, alone ? 1 : settings.replication(), minInsyncReplicas());
    }

    private int minInsyncReplicas() {
        return alone ? 1 : settings.minInsyncReplicas();
    }

    /** Whether it may pass: brokers that are not up yet, or too few of them. */
    private static boolean passes(Throwable cause) {
        return cause instanceof RetriableException || cause instanceof InvalidReplicationFactorException;
    }

    private static String advice(Throwable refusal) {
        if (refusal instanceof AuthenticationException) {
            return " (kafka.properties: security.protocol, sasl.mechanism, sasl.jaas.config, ssl.truststore.location)";
        }
        return refusal instanceof AuthorizationException ? " (the relay's user has no rights on it)" : "";
    }
}
