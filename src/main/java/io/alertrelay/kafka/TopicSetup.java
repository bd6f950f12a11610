package io.alertrelay.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
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

    private static final List<String> CHECKED = List.of(
            TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
            TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
            TopicConfig.RETENTION_MS_CONFIG,
            TopicConfig.RETENTION_BYTES_CONFIG,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG);

    private final Admin admin;
    private final short replication;
    private final int minInsyncReplicas;

    /**
     * @param replication the replication factor of new topics, and the minimum of existing ones
     * @param minInsyncReplicas likewise for {@code min.insync.replicas}
     */
    public TopicSetup(Admin admin, int replication, int minInsyncReplicas) {
        this.admin = admin;
        this.replication = (short) replication;
        this.minInsyncReplicas = minInsyncReplicas;
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
            return Optional.of(String.join(
                    "; ",
                    String.valueOf(e.getMessage()).replace(where(spec), "").split(System.lineSeparator())));
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
        long deadline = System.nanoTime() + JUST_CREATED.toNanos();
        while (true) {
            try {
                return question.ask();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
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
     * Returns when each partition of the topics has a leader that serves it. If a new leader refuses a producer's first batch and
     * accepts the second, the producer retries the first for ever: it is out of sequence.
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
        List<String> faults = new ArrayList<>();
        for (TopicSpec spec : specs) {
            if (spec.partitionsOf().isPresent()) {
                String other = spec.partitionsOf().get();
                int found = partitions(spec.name());
                int expected = partitions(other);
                // Additional partitions do no harm: when partitions are added, this topic gets them before the other
                // one.
                if (found < expected) {
                    faults.add(fault(
                            spec,
                            "partitions",
                            found,
                            expected + ", as many as " + other + " has; add them: kafka-topics.sh --alter --topic "
                                    + spec.name() + " --partitions " + expected));
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new UnfitTopicException(faults);
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
        List<String> faults = new ArrayList<>();
        resources.forEach((resource, spec) -> check(
                spec,
                Objects.requireNonNull(descriptions.get(spec.name())),
                Objects.requireNonNull(configs.get(resource)),
                faults));
        if (!faults.isEmpty()) {
            throw new UnfitTopicException(faults.stream().sorted().toList());
        }
    }

    /**
     * Earlier versions let Kafka delete these by age, with this setting; other values are an operator's and are kept.
     */
    private void keepLonger(Map<ConfigResource, TopicSpec> resources, Map<ConfigResource, Config> configs)
            throws ExecutionException, InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        resources.forEach((resource, spec) -> {
            Optional<String> found =
                    shown(Objects.requireNonNull(configs.get(resource)), TopicConfig.RETENTION_MS_CONFIG);
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

    /** What is wrong with an existing topic, each without its name; empty if nothing is. */
    List<String> faults(TopicSpec spec, TopicDescription description, Config config) {
        List<String> faults = new ArrayList<>();
        check(spec, description, config, faults);
        return faults.stream()
                .map(fault -> fault.substring(where(spec).length()))
                .toList();
    }

    /** Adds what is wrong with an existing topic. */
    void check(TopicSpec spec, TopicDescription description, Config config, List<String> faults) {
        List<String> hidden =
                CHECKED.stream().filter(name -> shown(config, name).isEmpty()).toList();
        if (!hidden.isEmpty()) {
            faults.add(where(spec) + "the cluster does not show its settings " + String.join(", ", hidden)
                    + ", which must be checked; give the relay's user the right DescribeConfigs on it, or use a cluster"
                    + " that shows them");
            return;
        }
        int replicas = description.partitions().stream()
                .mapToInt(p -> p.replicas().size())
                .min()
                .orElse(0);
        if (replicas < replication) {
            faults.add(fault(spec, "replication factor", replicas, "at least " + replication + " (kafka.replication)"));
        }
        int insync = Integer.parseInt(value(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG));
        if (insync < minInsyncReplicas) {
            faults.add(fault(
                    spec,
                    TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                    insync,
                    "at least " + minInsyncReplicas + " (kafka.min_insync_replicas)"));
        }
        if (!"false".equals(value(config, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG))) {
            faults.add(fault(spec, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "true", "false"));
        }
        String policy = value(config, TopicConfig.CLEANUP_POLICY_CONFIG);
        String expectedPolicy = spec.config().getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "delete");
        if (!policy.equals(expectedPolicy)) {
            faults.add(fault(spec, TopicConfig.CLEANUP_POLICY_CONFIG, policy, expectedPolicy));
        }
        String lag = spec.config().getOrDefault(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, "0");
        if (Long.parseLong(value(config, TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG)) < Long.parseLong(lag)) {
            faults.add(fault(
                    spec,
                    TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                    value(config, TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG),
                    "at least " + lag));
        }
        for (String limit : List.of(TopicConfig.RETENTION_MS_CONFIG, TopicConfig.RETENTION_BYTES_CONFIG)) {
            if (spec.holdsWhatWaits() && !"-1".equals(value(config, limit))) {
                faults.add(fault(
                        spec,
                        limit,
                        value(config, limit),
                        "-1: Kafka would delete alerts that still wait; the relay deletes what is settled itself"));
            }
        }
        if (Long.parseLong(value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG)) < MessageSize.MAX_BYTES) {
            faults.add(fault(
                    spec,
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                    value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
                    "at least " + MessageSize.MAX_BYTES));
        }
        int partitions = description.partitions().size();
        if (spec.exactPartitions() && partitions != spec.partitions()) {
            faults.add(fault(spec, "partitions", partitions, spec.partitions() + ", because its order depends on it"));
        }
    }

    private static String value(Config config, String name) {
        return shown(config, name).orElse("");
    }

    /** The value of a setting; empty if the cluster does not show it. */
    static Optional<String> shown(Config config, String name) {
        return Optional.ofNullable(config.get(name)).map(ConfigEntry::value);
    }

    private static String fault(TopicSpec spec, String what, Object found, String expected) {
        return where(spec) + "found " + what + " " + found + ", expected " + expected;
    }

    private static String where(TopicSpec spec) {
        return "topic " + spec.name() + ": ";
    }
}
