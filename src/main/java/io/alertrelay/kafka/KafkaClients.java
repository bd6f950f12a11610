package io.alertrelay.kafka;

import io.alertrelay.watchdog.Stage;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates every Kafka client of the relay. Brokers and security settings are added here, so that no password is ever
 * part of a route's endpoint.
 */
public final class KafkaClients extends DefaultKafkaClientFactory {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaClients.class);
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    /** Bytes fetched from one partition at a time: several thousand webhooks. */
    private static final int BULK_BYTES = 8 << 20;

    /**
     * How long the broker may hold a fetch without records; new records are returned at once. A consumer takes up to
     * this long to close, unless no other member waits for its partitions (class SettlingConsumer).
     */
    private static final Duration QUIET_FETCH = Duration.ofSeconds(1);

    /** After a fault of the relay itself, what is read again may be read when the fetch that is under way has ended. */
    private static final Duration QUIET_FETCH_ALONE = Duration.ofSeconds(15);
    /** For longer than such a fetch; there is no other leader that the embedded broker's partitions could move to. */
    private static final Duration REQUEST_ALONE = QUIET_FETCH_ALONE.plusSeconds(5);

    /** After this time readers and writers of webhooks know added partitions. */
    private static final String NEW_PARTITIONS_MILLIS = "10000";

    private static final int LANE_BATCH_BYTES = 128 << 10;
    private static final int LANE_BUFFER_BYTES = 24 << 20;
    private static final int COPY_BATCH_BYTES = 256 << 10;
    private static final Duration COPY_PATIENCE = Duration.ofMinutes(2);

    private final String bootstrapServers;
    private final Map<String, String> properties;
    private final OpenClients open = new OpenClients();
    private final StateReads reads = new StateReads();
    private final TopicIds ids = new TopicIds(System::nanoTime);
    private final TopicFaults faults = new TopicFaults(Clock.systemUTC());
    private final Membership membership = new Membership();

    /**
     * @param bootstrapServers host:port, separated by commas
     * @param properties further client settings, security among them; may hold secrets
     */
    public KafkaClients(String bootstrapServers, Map<String, String> properties) {
        this.bootstrapServers = bootstrapServers;
        this.properties = Map.copyOf(properties);
    }

    /** host:port, separated by commas. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The state that is being read before partitions can be handled. */
    public StateReads reads() {
        return reads;
    }

    /**
     * Watches that topics exist, notifies consumers of their ids, and replaces clients that have failed; the caller
     * starts and closes it.
     *
     * @param setup creates what is missing
     * @param minInsyncReplicas with fewer in sync a partition can't be written
     * @param wanted the topics that the relay needs now
     * @param stage where it reports progress
     */
    public TopicWatch topicWatch(
            Admin admin, TopicSetup setup, int minInsyncReplicas, Supplier<Collection<TopicSpec>> wanted, Stage stage) {
        FailedClients failed = new FailedClients(open::haveFailed, open::renewFailed, System::nanoTime);
        return new TopicWatch(admin, setup, minInsyncReplicas, wanted, faults, ids, failed, this::renew, stage);
    }

    /**
     * The id of a topic: one that is deleted and recreated has another.
     *
     * @return empty if the brokers are of a version without such ids
     * @throws KafkaException if there is no such topic now, or Kafka does not answer
     */
    public Optional<String> topicId(String topic) throws InterruptedException {
        // Not what the watch knows, which may be of two seconds ago.
        Uuid id = askedId(topic);
        return id.equals(Uuid.ZERO_UUID) ? Optional.empty() : Optional.of(id.toString());
    }

    private Uuid askedId(String topic) throws InterruptedException {
        try (Admin admin = admin()) {
            return Optional.ofNullable(
                            new GroupOffsets(admin).ids(Set.of(topic)).get(topic))
                    .orElseThrow(() -> new KafkaException("there is no topic " + topic));
        } catch (ExecutionException e) {
            throw new KafkaException("the id of topic " + topic + " can't be known now", e.getCause());
        }
    }

    /** The faults of topics, as reported by all users of these clients. */
    public TopicFaults faults() {
        return faults;
    }

    /**
     * Writes to many partitions independently; the caller starts and closes it. Records are acknowledged by all in-sync
     * replicas. It never waits for a topic's metadata, and has one request in flight to a broker, so that after a
     * failure nothing overtakes a retry.
     */
    public Lanes lanes(Lanes.Settings settings) {
        Properties p = new Properties();
        p.put(ProducerConfig.ACKS_CONFIG, "all");
        p.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        p.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        p.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        p.put(ProducerConfig.BATCH_SIZE_CONFIG, String.valueOf(LANE_BATCH_BYTES));
        p.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(MessageSize.MAX_BYTES));
        p.put(ProducerConfig.BUFFER_MEMORY_CONFIG, String.valueOf(MessageSize.MAX_BYTES + LANE_BUFFER_BYTES));
        p.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "0");
        p.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "4000");
        p.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "12000");
        p.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, String.valueOf(Integer.MAX_VALUE));
        return new Lanes(
                open.producer(() -> new KafkaProducer<>(with(p), new ByteArraySerializer(), new ByteArraySerializer())),
                faults,
                settings,
                System::nanoTime);
    }

    /**
     * Replaces all open clients that would wait by the wall clock, because it was set back; their requests in flight
     * complete, or fail within seconds and are retried by the caller. The consumers of routes replace themselves.
     *
     * @throws KafkaException if new ones can't be created; then some must still be replaced
     */
    public void renew() {
        open.renew();
    }

    /** A new admin client; the caller closes it. */
    public Admin admin() {
        Properties patience = new Properties();
        patience.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        patience.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        return open.admin(() -> Admin.create(with(patience)));
    }

    /**
     * Limits the sessions of consumers created from now on to what the cluster allows, and warns if it creates topics
     * by itself.
     */
    public void fitBrokers(Admin admin) throws InterruptedException {
        BrokerSettings cluster = BrokerSettings.of(admin);
        membership.fit(cluster);
        if (cluster.createTopics()) {
            LOG.warn(
                    "the brokers create missing topics by themselves: one of this relay's that is deleted may come back with"
                            + " their retention and replicas, and lose what is in it; set auto.create.topics.enable=false");
        }
    }

    /**
     * Clients for the consumers of one route, which commit what the tracker says is settled.
     *
     * @param clock the one that Kafka's client measures by: a client is replaced when it was set back
     * @param polling where the poll thread reports progress
     */
    public SettlingClients settling(OffsetTracker tracker, PartitionListener listener, Clock clock, Stage polling) {
        DamagedFetches fetches = new DamagedFetches();
        return new SettlingClients(
                bootstrapServers,
                properties -> new SettlingConsumer(
                        consumerSettings(properties),
                        tracker,
                        listener,
                        this::start,
                        faults,
                        fetches,
                        ids,
                        membership,
                        clock,
                        polling),
                polling);
    }

    private long start(TopicPartition partition) {
        try (TopicReader reader = new TopicReader(this)) {
            return reader.start(partition);
        }
    }

    /** The settings of a consumer of a route. */
    Properties consumerSettings(Properties kafkaProps) {
        Properties own = new Properties();
        own.putAll(kafkaProps);
        membership.applyTo(own);
        Properties all = with(own);
        // A topic that is missing must be made by the relay, with its settings.
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // If a route names the client, others know it by that name.
        String name = kafkaProps.getProperty(CommonClientConfigs.CLIENT_ID_CONFIG);
        boolean alone = Membership.isStatic(own);
        if (alone) {
            // Its heartbeat thread wakes up at this interval, which the bound for all clients would cut.
            all.put(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, String.valueOf(Membership.LOOK_UP.toMillis()));
        }
        if (name != null) {
            all.put(CommonClientConfigs.CLIENT_ID_CONFIG, name);
            all.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, NEW_PARTITIONS_MILLIS);
        } else {
            // Who is alone has one partition: none that is resumed waits for the end of a fetch of the others.
            all.put(
                    ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                    String.valueOf((alone ? QUIET_FETCH_ALONE : QUIET_FETCH).toMillis()));
            if (alone) {
                all.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(REQUEST_ALONE.toMillis()));
            }
        }
        return withoutFillers(all);
    }

    /** A new producer for single records, each acknowledged by all in-sync replicas; the caller closes it. */
    public Producer<byte[], byte[]> writer() {
        Properties p = new Properties();
        p.put(ProducerConfig.ACKS_CONFIG, "all");
        p.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        p.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
        p.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        p.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "10000");
        p.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(MessageSize.MAX_BYTES));
        return open.producer(() -> new KafkaProducer<>(with(p), new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /**
     * A new producer for the copy of a whole log, which waits for brokers as long as necessary; the caller closes it.
     */
    Producer<byte[], byte[]> copier() {
        Properties p = new Properties();
        p.put(ProducerConfig.ACKS_CONFIG, "all");
        p.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        p.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        p.put(ProducerConfig.LINGER_MS_CONFIG, "20");
        p.put(ProducerConfig.BATCH_SIZE_CONFIG, String.valueOf(COPY_BATCH_BYTES));
        p.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(MessageSize.MAX_BYTES));
        p.put(ProducerConfig.BUFFER_MEMORY_CONFIG, String.valueOf(MessageSize.MAX_BYTES + LANE_BUFFER_BYTES));
        p.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, String.valueOf(COPY_PATIENCE.toMillis()));
        p.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, String.valueOf(COPY_PATIENCE.toMillis()));
        return new KafkaProducer<>(with(p), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Readers that use these clients, to be notified when they are replaced. */
    OpenClients open() {
        return open;
    }

    /** A new consumer without a group; the caller closes it. */
    Consumer<byte[], byte[]> reader() {
        return reader(withoutFillers(new Properties()), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The same for long ranges: it uses more memory, to fetch less often. */
    Consumer<byte[], byte[]> bulkReader() {
        return reader(withoutFillers(bulk()), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A new consumer for long ranges, without keys; the value of what the sieve does not keep is null. */
    Consumer<byte[], byte[]> sievingReader(RecordSieve sieve) {
        return reader(bulk(), new Passing((topic, headers, key) -> false), new Passing(sieve));
    }

    /** Where null stands for a record that is not kept, fillers need no special handling. */
    private static Properties withoutFillers(Properties p) {
        p.put(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, FillerRecords.class.getName());
        return p;
    }

    private static Properties bulk() {
        Properties more = new Properties();
        more.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, String.valueOf(BULK_BYTES));
        more.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000");
        more.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, "-1");
        return more;
    }

    private Consumer<byte[], byte[]> reader(Properties p, Deserializer<byte[]> keys, Deserializer<byte[]> values) {
        p.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        p.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        p.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        p.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        p.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "100");
        Properties all = with(p);
        // It joins no group, whatever group the configured properties may name.
        all.remove(CommonClientConfigs.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(all, keys, values);
    }

    /** Copies what the sieve keeps. */
    private record Passing(RecordSieve sieve) implements Deserializer<byte[]> {
        @Override
        public byte[] deserialize(String topic, byte[] data) {
            throw new UnsupportedOperationException("the client hands out buffers");
        }

        @Override
        public byte @Nullable [] deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
            if (data == null || !sieve.keeps(topic, headers, data)) {
                return null;
            }
            byte[] kept = new byte[data.remaining()];
            data.duplicate().get(kept);
            return kept;
        }
    }

    @Override
    public Producer<?, ?> getProducer(Properties kafkaProps) {
        Properties all = with(kafkaProps);
        all.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, NEW_PARTITIONS_MILLIS);
        // If a topic's metadata expired after five idle minutes, the next send would wait for it.
        all.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, String.valueOf(Integer.MAX_VALUE));
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(MessageSize.MAX_BYTES));
        return open.routeProducer(() -> new KafkaProducer<>(all));
    }

    /**
     * Fetches the topics' metadata for the producers. Otherwise the first send would wait for it, and the sending
     * thread is the event loop of the public port. An unavailable topic does not block anything.
     */
    public void warmUp(Collection<String> topics) {
        open.warmUp(topics, WARM_UP);
    }

    /** Whether the producers of all routes know this many partitions of the topic, so that they can send to each. */
    public boolean haveMetadata(String topic, int partitions) {
        return open.haveMetadata(topic, partitions);
    }

    void warmUp(Collection<String> topics, Duration patience) {
        open.warmUp(topics, patience);
    }

    /** Closes all open producers of routes in parallel; to be called when nothing is sent any more. */
    public void closeProducers() {
        open.closeRouteProducers();
    }

    @Override
    public Consumer<?, ?> getConsumer(Properties kafkaProps) {
        return super.getConsumer(with(kafkaProps));
    }

    @Override
    public String getBrokers(KafkaConfiguration configuration) {
        return bootstrapServers;
    }

    private Properties with(Properties kafkaProps) {
        Properties all = new Properties();
        all.putAll(kafkaProps);
        // A sender waits four seconds, and a partition may have a new leader after three and a half.
        all.put(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, "300");
        all.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500");
        // Would register hundreds of beans for each client, and ask brokers for telemetry subscriptions.
        all.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        all.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, "false");
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        all.putAll(properties);
        return all;
    }
}
