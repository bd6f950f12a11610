package io.alertrelay.testing;

import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.NotedOffset;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.record.ReplayOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes the records of a relay with the times of any clock. All webhooks are of one integration, and are about an
 * alert for the channel payments, and perhaps for others.
 */
public final class TimedRecords implements AutoCloseable {
    private static final String NONCE = "7k3m9qxr2ztc5vbn";
    private static final String INTEGRATION = "arms-shared";
    private static final String CHANNEL = "payments";

    private final TopicNames names;
    private final Admin admin = SharedBroker.clients().admin();
    private final GroupOffsets offsets = new GroupOffsets(admin);
    private final KafkaProducer<String, String> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer());

    /**
     * Creates the topics.
     *
     * @param others channels besides payments
     */
    public TimedRecords(TopicNames names, String... others) throws Exception {
        this.names = names;
        List<String> channels =
                Stream.concat(Stream.of(CHANNEL), Stream.of(others)).toList();
        new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, 1).specs(channels));
    }

    public GroupOffsets offsets() {
        return offsets;
    }

    /** The receipt of the webhook at that offset. */
    public static String receipt(long webhook) {
        return "w0-" + webhook + "-" + NONCE;
    }

    /** A webhook that was received then. */
    public void webhook(Instant at, Map<String, String> headers) {
        String body = Bodies.firing("a", "warning", CHANNEL);
        send(names.webhooks(), at, INTEGRATION, body, with(headers, Map.of("nonce", NONCE, "source", "arms")), at);
    }

    /** Its delivery. */
    public void due(long webhook, Instant received, Instant at) {
        due(CHANNEL, webhook, received, at, CHANNEL);
    }

    /** Its delivery to one of the channels to which it is due. */
    public void due(String channel, long webhook, Instant received, Instant at, String... fanOut) {
        String channels = Stream.of(fanOut).map("\"%s\""::formatted).collect(Collectors.joining(",", "[", "]"));
        send(names.channel(channel), at, "a", "{}", of(webhook, Map.of("channels", channels)), received);
    }

    /** The receipt of its delivery. */
    public void settled(long webhook, Instant received, Instant at, String outcome) {
        settled(CHANNEL, webhook, received, at, "{\"outcome\":\"%s\"}".formatted(outcome));
    }

    /** The receipt of its delivery to that channel. */
    public void settled(String channel, long webhook, Instant received, Instant at, String value) {
        String key = receipt(webhook) + "/0/" + channel;
        send(names.receipts(), at, key, value, of(webhook, Map.of("channel", channel)), received);
    }

    /** The order of a replay. */
    public void ordered(ReplayOrder order) {
        String value = new String(order.draft().value().orElseThrow(), StandardCharsets.UTF_8);
        send(names.replays(), order.createdAt(), order.id(), value, Map.of(), order.createdAt());
    }

    /** What the replay sends of it. */
    public void replayed(long webhook, Instant received, Instant at, String replay) {
        Map<String, String> headers = Map.of("channels", "[\"%s\"]".formatted(CHANNEL), "replay", replay);
        send(names.channel(CHANNEL), at, "a", "{}", of(webhook, headers), received);
    }

    /** The receipt of that. */
    public void replayedSettled(long webhook, Instant received, Instant at, String replay) {
        String key = receipt(webhook) + "/0/" + CHANNEL + "/" + replay;
        Map<String, String> headers = Map.of("channel", CHANNEL, "replay", replay);
        send(names.receipts(), at, key, "{\"outcome\":\"delivered\"}", of(webhook, headers), received);
    }

    /** The dead letter of its delivery. */
    public void deadLetter(long webhook, Instant received, Instant at) {
        send(names.deadLetters(), at, "a", "{}", of(webhook, Map.of("channel", CHANNEL)), received);
    }

    /** All of it in quarantine. */
    public void quarantined(long webhook, Instant received, Instant at) {
        Map<String, String> headers = Map.of("receipt", receipt(webhook), "cause", "nobody can read it");
        send(names.quarantine(), at, INTEGRATION, "{}", headers, received);
    }

    /** Deletes what is written before that offset. */
    public void deleteBefore(String topic, long offset) throws Exception {
        producer.flush();
        admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    /** Everything was written, and up to there is routed and settled. */
    public void committed(long webhooks, long deliveries) throws Exception {
        producer.flush();
        offsets.move(names.routingGroup(), names.webhooks(), 0, new NotedOffset(webhooks, ""));
        offsets.move(names.channel(CHANNEL), names.channel(CHANNEL), 0, new NotedOffset(deliveries, ""));
    }

    private static Map<String, String> of(long webhook, Map<String, String> headers) {
        return with(headers, Map.of("receipt", receipt(webhook), "index", "0"));
    }

    private static Map<String, String> with(Map<String, String> headers, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return all;
    }

    private void send(
            String topic, Instant at, String key, String value, Map<String, String> headers, Instant received) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, 0, at.toEpochMilli(), key, value);
        with(headers, Map.of("integration", INTEGRATION, "received-at", received.toString()))
                .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        producer.send(record);
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
