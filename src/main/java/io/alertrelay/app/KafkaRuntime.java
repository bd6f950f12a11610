package io.alertrelay.app;

import io.alertrelay.channels.AccountShare;
import io.alertrelay.config.Brokers;
import io.alertrelay.config.ChannelSettings;
import io.alertrelay.config.KafkaSettings;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.config.Secret;
import io.alertrelay.intake.KeyUses;
import io.alertrelay.kafka.Backlog;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.KeptCommits;
import io.alertrelay.kafka.Lanes;
import io.alertrelay.kafka.Load;
import io.alertrelay.kafka.MorePartitions;
import io.alertrelay.kafka.OldRecords;
import io.alertrelay.kafka.RecordFault;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.kafka.UnfitTopicException;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.kafka.embedded.EmbeddedBroker;
import io.alertrelay.reading.ClusterReach;
import io.alertrelay.reading.StartException;
import io.alertrelay.reading.StartWait;
import io.alertrelay.reading.StartupListener;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.RelayVersion;
import io.alertrelay.status.RelayVersions;
import io.alertrelay.status.Relays;
import io.alertrelay.text.OneLine;
import io.alertrelay.watchdog.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The relay's Kafka: its own broker or a cluster, connected, with the relay's topics in it. */
final class KafkaRuntime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("relay");
    private static final Duration BACKLOG_PATIENCE = Duration.ofSeconds(5);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(1);

    /** How many events may wait for channels' topics that can't be written; further ones become dead letters. */
    private static final Load PARKED = new Load(20_000, 32L << 20);

    /** Well below the day for which decisions are kept: a restart must find them to route the same way again. */
    private static final Duration PARKED_AGE = Duration.ofHours(12);
    /** How much may wait for quarantine, if that can't be written, before routing waits. */
    private static final Load PARKED_OTHERS = new Load(4_000, 16L << 20);

    private final KafkaSettings settings;
    private final Optional<EmbeddedBroker> embedded;
    private final KafkaClients clients;
    private final Admin admin;
    private final ManagedTopics topics;
    private final Clock clock;

    private KafkaRuntime(RelayConfig config, Optional<EmbeddedBroker> embedded, KafkaClients clients, Clock clock)
            throws StartException {
        this.settings = config.kafka();
        this.embedded = embedded;
        this.clients = clients;
        this.admin = ClusterReach.admin(clients, settings);
        this.topics = new ManagedTopics(
                admin,
                clients,
                settings,
                embedded.isPresent(),
                describe(),
                config.channels().stream().map(ChannelSettings::name).toList());
        this.clock = clock;
    }

    /** Starts the embedded broker, or waits for the brokers of the cluster. */
    static KafkaRuntime start(
            RelayConfig config, Clock clock, StartupListener startup, EmbeddedBroker.FatalFault onFatal)
            throws StartException {
        if (config.kafka().brokers() instanceof Brokers.Cluster cluster) {
            cluster.unused()
                    .forEach(name -> LOG.warn(
                            "kafka.properties.{} is not used: the relay has its own value for it; leave it out", name));
            new ClusterReach(cluster).await(startup);
            Map<String, String> properties = cluster.properties().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, e -> reveal(e.getValue())));
            return new KafkaRuntime(
                    config, Optional.empty(), new KafkaClients(cluster.bootstrapServers(), properties), clock);
        }
        Brokers.Embedded own = (Brokers.Embedded) config.kafka().brokers();
        Optional<String> descriptors =
                DescriptorNeed.complaint(config.channels().size());
        if (descriptors.isPresent()) {
            throw new StartException(descriptors.get());
        }
        EmbeddedBroker broker = OwnBroker.start(own, startup, onFatal);
        KafkaClients clients = broker.clients();
        broker.damage().forEach(damage -> clients.faults().lost(damage.folder(), damage.lost()));
        return new KafkaRuntime(config, Optional.of(broker), clients, clock);
    }

    private static String reveal(Secret secret) {
        return secret.reveal();
    }

    /** The relay's topics in it. */
    ManagedTopics topics() {
        return topics;
    }

    /**
     * Makes the topics of further channels ready, and the offsets in them.
     *
     * @throws ExecutionException if the cluster does not answer, or refuses
     */
    void addChannels(List<String> channels) throws UnfitTopicException, ExecutionException, InterruptedException {
        topics.add(channels);
        restoreCommits();
    }

    /** Why this process can't have so many channels; empty if it can, as it can those of a cluster. */
    Optional<String> tooMany(int channels) {
        return isAlone() ? DescriptorNeed.complaint(channels) : Optional.empty();
    }

    TopicNames names() {
        return new TopicNames(settings.prefix());
    }

    KafkaClients clients() {
        return clients;
    }

    /** The brokers, for people. */
    String describe() {
        return embedded.map(b -> "embedded at " + b.bootstrapServers())
                .orElseGet(() -> "cluster at " + ((Brokers.Cluster) settings.brokers()).bootstrapServers());
    }

    /** See {@link io.alertrelay.camel.CamelComponents#kafka}: only the embedded broker has but one relay. */
    Optional<String> instance() {
        return embedded.map(b -> "embedded");
    }

    /** Whether no other relay can do any of the work. */
    boolean isAlone() {
        return embedded.isPresent();
    }

    /**
     * The relays that share the work.
     *
     * @param own what this one runs now
     * @param rate the account's rate, which they share
     * @param keyUses which they report to each other
     * @param steady a monotonic clock
     * @param stage where the counting reports progress
     */
    Relays relays(Supplier<RelayVersion> own, AccountShare.RatePart rate, KeyUses keyUses, Clock steady, Stage stage) {
        Optional<AccountShare> share = isAlone()
                ? Optional.empty()
                : Optional.of(
                        new AccountShare(clients, names().relays(), own.get().relay(), rate));
        RelayVersions versions = new RelayVersions(clients, names(), own, share, keyUses, clock, steady);
        return new Relays(admin, names().routingGroup(), versions, share, stage);
    }

    /** Writes decisions and events, each partition for itself; the caller starts and closes it. */
    Lanes lanes() {
        return clients.lanes(new Lanes.Settings(
                names().channels(),
                new RecordHeader(HeaderNames.REDONE, "true".getBytes(StandardCharsets.UTF_8)),
                PARKED,
                PARKED_AGE,
                PARKED_OTHERS));
    }

    /**
     * The partitions of webhooks: those that exist, unless something else was agreed on. Waits for brokers that are
     * away again.
     */
    WebhookPartitions webhookPartitions(StartupListener startup) throws InterruptedException {
        try (TopicReader reader = new TopicReader(clients)) {
            StartWait waiting = new StartWait(startup);
            while (true) {
                try {
                    return new WebhookPartitions(Math.max(1, reader.partitionCount(names().webhooks())));
                } catch (RetriableException e) {
                    waiting.on("Kafka, " + describe() + ", which was there: " + e.getMessage());
                }
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    /**
     * Makes the topics and the agreement on partitions fit: the first relay states how many are in use, so that none
     * uses some that are added by hand; and topics that were recreated while no relay ran get as many. A failure is
     * logged.
     */
    void agreeOnPartitions(WebhookPartitions inUse) throws InterruptedException {
        try {
            if (!inUse.isAgreed()) {
                stateUnlessAgreed(inUse);
            }
            morePartitions().add(names().partitioned(), inUse.count());
        } catch (ExecutionException | KafkaException e) {
            LOG.error(
                    "{} partitions of {} are in use; that could not be stored, or it could not be given as many, and"
                            + " without them webhooks are answered 503. Cause: {}",
                    inUse.count(),
                    names().webhooks(),
                    OneLine.of(String.valueOf(RecordFault.cause(e))));
        }
    }

    private void stateUnlessAgreed(WebhookPartitions inUse) throws ExecutionException, InterruptedException {
        try (TopicReader reader = new TopicReader(clients);
                TopicWriter writer = new TopicWriter(clients)) {
            // Of the same key as the last agreement: it must not take that one's place because nobody has read it yet.
            if (!WebhookPartitions.now(reader, names()).isAgreed()) {
                writer.write(names().relays(), inUse.standing().draft());
            }
        }
    }

    /** Adds partitions to topics. */
    MorePartitions morePartitions() {
        return new MorePartitions(admin);
    }

    Backlog backlog() {
        return new Backlog(admin, BACKLOG_PATIENCE);
    }

    GroupOffsets groupOffsets() {
        return new GroupOffsets(admin);
    }

    /** Empty for the embedded broker, which forgets no offsets. */
    Optional<KeptCommits> keptCommits() {
        return isAlone() ? Optional.empty() : Optional.of(new KeptCommits(groupOffsets(), clients, names()));
    }

    /**
     * Commits again what Kafka has forgotten of the groups of all channels, as while no relay ran for long. A failure
     * is logged: what was settled is then found by its receipts, as far as these are kept.
     */
    void restoreCommits() throws InterruptedException {
        Optional<KeptCommits> commits = keptCommits();
        if (commits.isPresent()) {
            try {
                commits.get().restore(groupOffsets().topics(names().channels()));
            } catch (ExecutionException | KafkaException e) {
                LOG.warn(
                        "it is not known whether Kafka has forgotten offsets of channels: {}",
                        OneLine.of(String.valueOf(RecordFault.cause(e))));
            }
        }
    }

    /**
     * @param ages decides what is old
     * @param progress called repeatedly while it reads
     */
    OldRecords oldRecords(InstantSource ages, Runnable progress) {
        return new OldRecords(admin, clients, ages, progress);
    }

    @Override
    public void close() {
        admin.close(STOP_PATIENCE);
        embedded.ifPresent(EmbeddedBroker::close);
    }
}
