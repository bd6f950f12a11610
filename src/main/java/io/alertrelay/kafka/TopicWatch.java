package io.alertrelay.kafka;

import io.alertrelay.watchdog.Repeated;
import io.alertrelay.watchdog.Stage;
import java.time.Duration;
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
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks every few seconds that the relay's topics exist and have enough replicas to be written, every few minutes
 * their settings, and has clients replaced that can't write them any more. A deleted one is created again: what waited
 * in it is lost, but nothing after it has to wait.
 */
public final class TopicWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(1);
    /** Not that a topic must not be written yet: what waits for a removed channel's must not be, either. */
    private static final Set<TopicFault.Kind> OF_CHANNELS_IN_USE =
            Set.of(TopicFault.Kind.EXISTS, TopicFault.Kind.SETTINGS);

    private final Admin admin;
    private final TopicSetup setup;
    private final int minInsyncReplicas;
    private final Supplier<Collection<TopicSpec>> wanted;
    private final TopicFaults faults;
    private final TopicIds ids;
    private final FailedClients failed;
    private final StaleClients stale;
    private final SettingsCheck settings;
    private final Set<String> missed = new HashSet<>();
    private final Set<String> weak = new HashSet<>();
    private final Stage stage;
    private final Repeated looks;

    /**
     * A watch that does nothing until {@link #start}.
     *
     * @param setup creates what is missing
     * @param minInsyncReplicas with fewer in sync a partition can't be written
     * @param wanted the topics that the relay needs now
     * @param faults is notified of faults
     * @param ids is notified of the topics' ids
     * @param failed is asked to look for clients that have failed, before the topics are looked at
     * @param renew replaces Kafka's clients that are open
     * @param stage where it reports progress
     */
    TopicWatch(
            Admin admin,
            TopicSetup setup,
            int minInsyncReplicas,
            Supplier<Collection<TopicSpec>> wanted,
            TopicFaults faults,
            TopicIds ids,
            FailedClients failed,
            Runnable renew,
            Stage stage) {
        this.admin = admin;
        this.setup = setup;
        this.minInsyncReplicas = minInsyncReplicas;
        this.wanted = wanted;
        this.faults = faults;
        this.ids = ids;
        this.failed = failed;
        this.stage = stage;
        this.stale = new StaleClients(faults, renew);
        this.settings = new SettingsCheck(admin, setup.requirements(), faults, ids::now);
        this.looks = new Repeated("topic-watch", stage, Duration.ZERO, EVERY, this::look);
    }

    /** Checks now and periodically from now on. */
    public void start() {
        looks.start();
    }

    private void look() throws InterruptedException {
        failed.look();
        try {
            Collection<TopicSpec> specs = wanted.get();
            Set<String> names = specs.stream().map(TopicSpec::name).collect(Collectors.toSet());
            forgetOthers(names);
            long asked = ids.now();
            Map<String, KafkaFuture<TopicDescription>> descriptions =
                    admin.describeTopics(names).topicNameValues();
            Map<TopicSpec, TopicDescription> found = new HashMap<>();
            for (TopicSpec spec : specs) {
                look(spec, Objects.requireNonNull(descriptions.get(spec.name())), asked)
                        .ifPresent(description -> found.put(spec, description));
                // Creating many topics again takes long.
                stage.progress();
            }
            settings.look(found);
        } catch (TimeoutException e) {
            // Kafka is unavailable, which is reported elsewhere.
            LOG.debug("topics not looked at, tried again: {}", e.toString());
        } catch (InterruptException e) {
            // The watch is being stopped.
            throw e;
        } catch (KafkaException e) {
            LOG.warn("topics not looked at, tried again: {}", e.toString());
        }
    }

    /** Whether the topic of a channel that was removed is there, and is kept for long enough, matters to nobody. */
    private void forgetOthers(Set<String> names) {
        faults.all().stream()
                .filter(fault -> OF_CHANNELS_IN_USE.contains(fault.kind()) && !names.contains(fault.topic()))
                .forEach(fault -> faults.forget(fault.topic(), fault.partition(), fault.kind()));
        missed.retainAll(names);
        weak.retainAll(names);
        stale.retain(names);
    }

    /** @return the topic, if it exists and is in use */
    private Optional<TopicDescription> look(TopicSpec spec, KafkaFuture<TopicDescription> description, long asked)
            throws InterruptedException, TimeoutException {
        try {
            TopicDescription found = description.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            missed.remove(spec.name());
            if (ids.learn(spec.name(), found.topicId(), asked)) {
                LOG.error("topic {} was deleted and created again: it is read from its beginning", spec.name());
                settings.dueNow();
            }
            if (isUnchecked(spec)) {
                check(spec);
            }
            weakness(found).ifPresentOrElse(cause -> isWeak(spec.name(), cause), () -> isWell(spec.name()));
            return Optional.of(found).filter(topic -> !isUnchecked(spec));
        } catch (ExecutionException e) {
            stale.isNotWell(spec.name());
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                ids.missing(spec.name());
                missing(spec);
            } else if (!(e.getCause() instanceof RetriableException)) {
                faults.report(
                        spec.name(),
                        TopicFault.Kind.EXISTS,
                        e.getCause() instanceof AuthorizationException
                                ? "the relay may not see it; give its user the rights Describe, Read and Write"
                                : "Kafka does not describe it: "
                                        + RecordFault.cause(e).getMessage());
            }
            return Optional.empty();
        }
    }

    /** Whether it was at fault when the relay started. */
    private boolean isUnchecked(TopicSpec spec) {
        return faults.cause(spec.name(), TopicFault.Kind.UNFIT).isPresent();
    }

    private void check(TopicSpec spec) throws InterruptedException {
        try {
            setup.whyUnfit(spec)
                    .ifPresentOrElse(
                            cause -> faults.report(spec.name(), TopicFault.Kind.UNFIT, cause),
                            () -> faults.clear(spec.name(), TopicFault.Kind.UNFIT));
        } catch (ExecutionException e) {
            LOG.debug("topic {} not checked, tried again: {}", spec.name(), e.toString());
        }
    }

    /**
     * Only the second time counts: a broker that has just started, or on a slow machine, leads its partitions again in
     * a moment.
     */
    private void isWeak(String topic, String cause) {
        stale.isNotWell(topic);
        if (!weak.add(topic)) {
            faults.report(topic, TopicFault.Kind.EXISTS, cause);
        }
    }

    private void isWell(String topic) {
        weak.remove(topic);
        faults.clear(topic, TopicFault.Kind.EXISTS);
        stale.isWell(topic);
    }

    /** What is wrong with the replicas. */
    private Optional<String> weakness(TopicDescription topic) throws InterruptedException, TimeoutException {
        List<Integer> unled = topic.partitions().stream()
                .filter(p -> p.leader() == null || p.leader().isEmpty())
                .map(TopicPartitionInfo::partition)
                .toList();
        if (!unled.isEmpty()) {
            return Optional.of("no broker leads its partitions " + unled + "; bring the brokers back that have them");
        }
        int needed = needed(topic);
        List<Integer> few = topic.partitions().stream()
                .filter(p -> p.isr().size() < needed)
                .map(TopicPartitionInfo::partition)
                .toList();
        return few.isEmpty()
                ? Optional.empty()
                : Optional.of("its partitions " + few + " have fewer than " + needed
                        + " replicas in sync and can't be written; bring the brokers back that have them");
    }

    /** A topic may have a stricter setting than the relay's; checked only where replicas are missing. */
    private int needed(TopicDescription topic) throws InterruptedException, TimeoutException {
        int replicas = topic.partitions().stream()
                .mapToInt(p -> p.replicas().size())
                .min()
                .orElse(0);
        if (topic.partitions().stream().allMatch(p -> p.isr().size() >= replicas)) {
            return minInsyncReplicas;
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        try {
            Config settings = Objects.requireNonNull(
                            admin.describeConfigs(List.of(resource)).values().get(resource))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return TopicRequirements.shown(settings, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG)
                    .map(own -> Math.max(minInsyncReplicas, Math.min(Integer.parseInt(own), replicas)))
                    .orElse(minInsyncReplicas);
        } catch (ExecutionException e) {
            LOG.debug("settings of {} not looked at, tried again: {}", topic.name(), e.toString());
            return minInsyncReplicas;
        }
    }

    /** Only the second time counts, because a broker may not have learned of a new topic yet. */
    private void missing(TopicSpec spec) throws InterruptedException {
        if (missed.add(spec.name())) {
            return;
        }
        faults.report(
                spec.name(),
                TopicFault.Kind.EXISTS,
                "it is missing; the relay creates it again if it may, otherwise create it as it was");
        boolean never = ids.of(spec.name()).isEmpty();
        try {
            setup.ensure(List.of(spec));
            learn(spec.name());
            if (never && isUnchecked(spec)) {
                LOG.info("topic {} is created", spec.name());
                return;
            }
            LOG.error(
                    "topic {} was missing and is created again; what waited in it is gone with it:"
                            + " relay audit says what that was, relay replay --only never-delivered sends it again",
                    spec.name());
        } catch (ExecutionException e) {
            faults.report(
                    spec.name(),
                    TopicFault.Kind.EXISTS,
                    "it is missing, and the relay can't create it ("
                            + RecordFault.cause(e).getMessage() + "): create it as it was");
        } catch (UnfitTopicException e) {
            faults.report(spec.name(), TopicFault.Kind.EXISTS, String.valueOf(e.getMessage()));
        }
    }

    /** At once: what its consumers read has to wait for it, and a look at many topics that are missing takes long. */
    private void learn(String created) throws InterruptedException {
        ids.forget(created);
        long asked = ids.now();
        try {
            TopicDescription found = admin.describeTopics(List.of(created))
                    .allTopicNames()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .get(created);
            ids.learn(created, Objects.requireNonNull(found).topicId(), asked);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("the id of {} is learned with the next look: {}", created, e.toString());
        }
    }

    @Override
    public void close() {
        looks.close(STOP_PATIENCE);
    }
}
