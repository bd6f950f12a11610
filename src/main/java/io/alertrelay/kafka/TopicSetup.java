package io.alertrelay.kafka;

import io.alertrelay.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the relay's topics, and checks the ones that exist: with weaker settings than required, "accepted means
 * stored" would not hold, so the relay refuses to start on those that all channels share, and to write to others.
 */
public final class TopicSetup {
    private static final Duration JUST_CREATED = Duration.ofSeconds(10);
    private static final long ASK_AGAIN_MILLIS = 20;

    private final Admin admin;
    private final short replication;
    private final int minInsyncReplicas;
    private final TopicRequirements requirements;

    /**
     * @param replication the replication factor of new topics, and the minimum of existing ones
     * @param minInsyncReplicas {@code min.insync.replicas} of new topics, and the minimum of existing ones
     */
    public TopicSetup(Admin admin, int replication, int minInsyncReplicas) {
        this.admin = admin;
        this.replication = (short) replication;
        this.minInsyncReplicas = minInsyncReplicas;
        this.requirements = new TopicRequirements(replication, minInsyncReplicas);
    }

    TopicRequirements requirements() {
        return requirements;
    }

    /**
     * Creates missing topics and checks existing ones. On return all can be written.
     *
     * @return the names of the topics that were created
     * @throws UnfitTopicException if existing topics would break a guarantee, all of them in one message
     * @throws ExecutionException if the cluster refuses
     */
    public Set<String> ensure(Collection<TopicSpec> specs)
            throws UnfitTopicException, ExecutionException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get();
        List<TopicSpec> missing =
                specs.stream().filter(s -> !existing.contains(s.name())).toList();
        check(specs.stream().filter(s -> existing.contains(s.name())).toList());
        // Some have as many partitions as another one, which may be missing, too.
        Set<String> createdByOthers = new HashSet<>(
                create(missing.stream().filter(s -> s.partitionsOf().isEmpty()).toList()));
        createdByOthers.addAll(create(
                missing.stream().filter(s -> s.partitionsOf().isPresent()).toList()));
        Set<String> created = missing.stream().map(TopicSpec::name).collect(Collectors.toSet());
        awaitLeaders(created);
        check(missing.stream().filter(s -> createdByOthers.contains(s.name())).toList());
        checkAlongside(specs);
        return created;
    }

    /**
     * The same for topics each of which can be done without: what is wrong with one keeps none of the others from being
     * used.
     *
     * @param unfit is told the name of each that must not be written yet, and why, on one line
     * @return the names of the topics that were created
     * @throws ExecutionException if the cluster does not answer
     */
    public Set<String> ensureEach(Collection<TopicSpec> specs, BiConsumer<String, String> unfit)
            throws ExecutionException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get();
        try {
            return ensure(specs);
        } catch (UnfitTopicException | ExecutionException e) {
            requireAnswer(e);
        }
        Set<String> created = new HashSet<>();
        for (TopicSpec spec : specs) {
            Optional<String> fault = whyUnfit(spec);
            fault.ifPresent(cause -> unfit.accept(spec.name(), cause));
            if (fault.isEmpty() && !existing.contains(spec.name())) {
                created.add(spec.name());
            }
        }
        // Those that the first attempt has created are no new ones to the second.
        awaitLeaders(created);
        return created;
    }

    /**
     * Creates or checks one topic.
     *
     * @return why it must not be written, on one line; empty if it can be
     * @throws ExecutionException if the cluster does not answer
     */
    Optional<String> whyUnfit(TopicSpec spec) throws ExecutionException, InterruptedException {
        try {
            ensure(List.of(spec));
            return Optional.empty();
        } catch (UnfitTopicException e) {
            return Optional.of(e.mistakes().stream().map(TopicMistake::text).collect(Collectors.joining("; ")));
        } catch (ExecutionException e) {
            requireAnswer(e);
            return Optional.of(
                    RecordFault.cause(e) instanceof AuthorizationException
                            ? "the relay may not create it, or see it and its settings; give its user the rights Create,"
                                    + " Describe, DescribeConfigs, Read and Write"
                            : "it can't be created or checked: " + RecordFault.describe(e));
        }
    }

    /** Without an answer, or a login, nothing is known about any topic. */
    private static void requireAnswer(Exception failure) throws ExecutionException {
        Throwable cause = RecordFault.cause(failure);
        if (failure instanceof ExecutionException none
                && (cause instanceof RetriableException || cause instanceof AuthenticationException)) {
            throw none;
        }
    }

    /** @return the names of those that were created by somebody else meanwhile */
    private Set<String> create(List<TopicSpec> specs) throws ExecutionException, InterruptedException {
        List<NewTopic> topics = new ArrayList<>();
        for (TopicSpec spec : specs) {
            int partitions = spec.partitionsOf().isPresent()
                    ? partitions(spec.partitionsOf().get())
                    : spec.partitions();
            topics.add(new NewTopic(spec.name(), partitions, replication).configs(withDurability(spec)));
        }
        Set<String> createdByOthers = new HashSet<>();
        for (Map.Entry<String, KafkaFuture<Void>> created :
                admin.createTopics(topics).values().entrySet()) {
            try {
                created.getValue().get();
            } catch (ExecutionException e) {
                // Another relay of the cluster is starting at the same time and was first.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
                createdByOthers.add(created.getKey());
            }
        }
        return createdByOthers;
    }

    /**
     * The topics as the cluster has them: another relay may just have created them, and an operator may have added
     * partitions. The broker may take a moment to know a topic that was just created.
     */
    private int partitions(String topic) throws ExecutionException, InterruptedException {
        return whenKnown(() -> partitions(admin, topic));
    }

    /** How many partitions a topic has. */
    static int partitions(Admin admin, String topic) throws ExecutionException, InterruptedException {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                .mapToInt(description -> description.partitions().size())
                .sum();
    }

    private static <T> T whenKnown(Question<T> question) throws ExecutionException, InterruptedException {
        Deadline deadline = Deadline.after(JUST_CREATED);
        while (true) {
            try {
                return question.ask();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || deadline.isOver()) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_MILLIS);
            }
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws ExecutionException, InterruptedException;
    }

    /**
     * Returns when each partition of the topics has a leader that serves it. If a new leader refuses a producer's first
     * batch and accepts the second, the producer retries the first for ever: it is out of sequence.
     *
     * @throws ExecutionException if that takes too long, or the cluster refuses
     */
    public void awaitLeaders(Collection<String> topics) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        whenKnown(() -> admin.describeTopics(topics).allTopicNames().get())
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition ->
                                asked.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
        whenKnown(() -> admin.listOffsets(asked).all().get());
    }

    private void checkAlongside(Collection<TopicSpec> specs)
            throws UnfitTopicException, ExecutionException, InterruptedException {
        List<TopicMistake> mistakes = new ArrayList<>();
        for (TopicSpec spec : specs) {
            if (spec.partitionsOf().isPresent()) {
                String other = spec.partitionsOf().get();
                int found = partitions(spec.name());
                int expected = partitions(other);
                // Additional partitions do no harm: when partitions are added, this topic gets them before the other
                // one.
                if (found < expected) {
                    mistakes.add(new TopicMistake(
                            spec.name(),
                            TopicRequirements.text(
                                    "partitions",
                                    found,
                                    expected + ", as many as " + other
                                            + " has; add them: kafka-topics.sh --alter --topic " + spec.name()
                                            + " --partitions " + expected)));
                }
            }
        }
        if (!mistakes.isEmpty()) {
            throw new UnfitTopicException(mistakes);
        }
    }

    private Map<String, String> withDurability(TopicSpec spec) {
        Map<String, String> config = new HashMap<>(spec.config());
        config.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(minInsyncReplicas));
        config.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
        // A relay's clock may be ahead of the brokers': with Kafka's default they would refuse its records.
        config.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, String.valueOf(Long.MAX_VALUE));
        config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(MessageSize.MAX_BYTES));
        return config;
    }

    private void check(List<TopicSpec> specs) throws UnfitTopicException, ExecutionException, InterruptedException {
        if (specs.isEmpty()) {
            return;
        }
        Map<ConfigResource, TopicSpec> resources = specs.stream()
                .collect(Collectors.toMap(
                        s -> new ConfigResource(ConfigResource.Type.TOPIC, s.name()), Function.identity()));
        List<String> names = specs.stream().map(TopicSpec::name).toList();
        Map<String, TopicDescription> descriptions =
                whenKnown(() -> admin.describeTopics(names).allTopicNames().get());
        Map<ConfigResource, Config> configs =
                whenKnown(() -> admin.describeConfigs(resources.keySet()).all().get());
        keepLonger(resources, configs);
        List<TopicMistake> mistakes = resources.entrySet().stream()
                .flatMap(resource -> {
                    TopicSpec spec = resource.getValue();
                    return requirements
                            .mistakes(
                                    spec,
                                    Objects.requireNonNull(descriptions.get(spec.name())),
                                    Objects.requireNonNull(configs.get(resource.getKey())))
                            .stream();
                })
                .sorted(Comparator.comparing(TopicMistake::sentence))
                .toList();
        if (!mistakes.isEmpty()) {
            throw new UnfitTopicException(mistakes);
        }
    }

    /**
     * Earlier versions let Kafka delete these by age, with this setting; other values are an operator's and are kept.
     */
    private void keepLonger(Map<ConfigResource, TopicSpec> resources, Map<ConfigResource, Config> configs)
            throws ExecutionException, InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        resources.forEach((resource, spec) -> {
            Optional<String> found = TopicRequirements.shown(
                    Objects.requireNonNull(configs.get(resource)), TopicConfig.RETENTION_MS_CONFIG);
            if (!spec.holdsWhatWaits()
                    && "-1".equals(spec.config().get(TopicConfig.RETENTION_MS_CONFIG))
                    && found.equals(Optional.of(String.valueOf(RelayTopics.LEDGER_KEPT.toMillis())))) {
                changes.put(
                        resource,
                        List.of(new AlterConfigOp(
                                new ConfigEntry(TopicConfig.RETENTION_MS_CONFIG, "-1"), AlterConfigOp.OpType.SET)));
            }
        });
        try {
            admin.incrementalAlterConfigs(changes).all().get();
        } catch (ExecutionException e) {
            // Without the permission, Kafka continues to delete them.
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
        }
    }
}
