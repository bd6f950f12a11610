package io.alertrelay.bench;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.SharedBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a relay leaves in its topics of a day of alerts: each came alone in a webhook, went to one channel and was
 * delivered within a second, all at an even rate; but one in fifty became a dead letter. Half a day ago one said {@code
 * needle}.
 */
final class DayOfAlerts {
    static final int PARTITIONS = 3;

    private static final int ONE_DEAD_OF = 50;

    private final TopicNames names;
    private final List<String> channels;
    private final int alerts;
    private final Instant end;

    DayOfAlerts(TopicNames names, List<String> channels, int alerts, Instant end) {
        this.names = names;
        this.channels = channels;
        this.alerts = alerts;
        this.end = end;
    }

    /** Returns when all of it is stored. */
    void write() {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", SharedBroker.bootstrapServers());
        settings.put("batch.size", String.valueOf(256 << 10));
        settings.put("linger.ms", "50");
        settings.put("buffer.memory", String.valueOf(64 << 20));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < alerts; i++) {
                producer.send(webhook(i));
                producer.send(event(i));
                producer.send(receipt(i));
                if (i % ONE_DEAD_OF == 0) {
                    producer.send(deadLetter(i));
                }
            }
        }
    }

    /** How far each group is: nothing waits. */
    Map<String, Map<TopicPartition, Long>> ends() {
        Map<String, Map<TopicPartition, Long>> groups = new HashMap<>();
        Map<TopicPartition, Long> routed = new HashMap<>();
        for (int p = 0; p < PARTITIONS; p++) {
            routed.put(new TopicPartition(names.webhooks(), p), (long) ((alerts - p + PARTITIONS - 1) / PARTITIONS));
        }
        groups.put(names.routingGroup(), routed);
        for (int c = 0; c < channels.size(); c++) {
            String topic = names.channel(channels.get(c));
            long count = (alerts - c + channels.size() - 1) / channels.size();
            groups.put(topic, Map.of(new TopicPartition(topic, 0), count));
        }
        return groups;
    }

    /** The request id of the newest webhook. */
    String newest() {
        return requestId(alerts - 1);
    }

    private static String requestId(int i) {
        return "w" + i % PARTITIONS + "-" + i / PARTITIONS + "-" + nonce(i);
    }

    private static String nonce(int i) {
        return "%016d".formatted(i);
    }

    private String channel(int i) {
        return channels.get(i % channels.size());
    }

    private Instant at(int i) {
        return end.minus(Duration.ofDays(1).multipliedBy(alerts - i).dividedBy(alerts));
    }

    private ProducerRecord<byte[], byte[]> webhook(int i) {
        String title = (i == alerts / 2 ? "needle " : "disk almost full ") + i % 5_000;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HeaderNames.INTEGRATION, "arms-shared");
        headers.put(HeaderNames.SOURCE, "aliyun-arms");
        headers.put(HeaderNames.NONCE, nonce(i));
        headers.put(HeaderNames.RECEIVED_AT, at(i).toString());
        return record(
                names.webhooks(),
                i % PARTITIONS,
                at(i),
                "arms-shared",
                Bodies.firing(title, i % 10 == 0 ? "critical" : "warning", channel(i)),
                headers);
    }

    private ProducerRecord<byte[], byte[]> event(int i) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HeaderNames.RECEIPT, requestId(i));
        headers.put(HeaderNames.INDEX, "0");
        headers.put(HeaderNames.INTEGRATION, "arms-shared");
        headers.put(HeaderNames.RECEIVED_AT, at(i).toString());
        headers.put(HeaderNames.STATUS, "firing");
        headers.put(HeaderNames.SEVERITY, "Warning");
        headers.put(HeaderNames.RULES, "0123456789ab");
        headers.put(HeaderNames.WHY, "case 1 (labels.team IN [" + channel(i) + "])");
        headers.put(HeaderNames.CHANNELS, "[\"" + channel(i) + "\"]");
        headers.put(HeaderNames.OPENS, "true");
        return record(
                names.channel(channel(i)),
                0,
                at(i).plusMillis(20),
                key(i),
                "{\"event_status\":\"Warning\",\"alert_key\":\"" + key(i)
                        + "\",\"title_rule\":\"disk almost full\",\"description\":\"" + "x".repeat(400) + "\"}",
                headers);
    }

    private ProducerRecord<byte[], byte[]> receipt(int i) {
        String how = i % ONE_DEAD_OF == 0
                ? "\"outcome\":\"dead-lettered\",\"reason\":\"refused\",\"cause\":\"400 InvalidParameter: too long\"}"
                : "\"outcome\":\"delivered\",\"flashduty_request_id\":\"0123456789abcdef0123456789abcdef\"}";
        String id = requestId(i) + "/0/" + channel(i);
        return record(names.receipts(), 0, at(i).plusMillis(200), id, common(i) + how, settled(i));
    }

    private ProducerRecord<byte[], byte[]> deadLetter(int i) {
        return record(
                names.deadLetters(),
                0,
                at(i).plusMillis(190),
                key(i),
                common(i) + "\"reason\":\"refused\",\"cause\":\"400 InvalidParameter: too long\",\"event\":\"{}\","
                        + "\"history\":[{\"at\":\"" + at(i) + "\",\"answer\":\"400 InvalidParameter: too long\"}]}",
                settled(i));
    }

    private Map<String, String> settled(int i) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HeaderNames.RECEIPT, requestId(i));
        headers.put(HeaderNames.INDEX, "0");
        headers.put(HeaderNames.INTEGRATION, "arms-shared");
        headers.put(HeaderNames.CHANNEL, channel(i));
        headers.put(HeaderNames.RECEIVED_AT, at(i).toString());
        headers.put(HeaderNames.STATUS, "firing");
        headers.put(HeaderNames.SEVERITY, "Warning");
        headers.put(HeaderNames.RULES, "0123456789ab");
        headers.put(HeaderNames.WHY, "case 1");
        headers.put(HeaderNames.POSITION, "0:" + i / channels.size());
        return headers;
    }

    private String common(int i) {
        return ("{\"receipt\":\"%s\",\"index\":0,\"channel\":\"%s\",\"integration\":\"arms-shared\",\"alert_key\":\"%s\","
                        + "\"status\":\"firing\",\"severity\":\"Warning\",\"rules\":\"0123456789ab\",\"why\":\"case 1\","
                        + "\"received_at\":\"%s\",\"settled_at\":\"%s\",\"attempts\":1,\"unanswered\":0,\"partition\":0,"
                        + "\"offset\":%d,\"first_attempt_at\":\"%s\",")
                .formatted(
                        requestId(i),
                        channel(i),
                        key(i),
                        at(i),
                        at(i).plusMillis(190),
                        i / channels.size(),
                        at(i).plusMillis(50));
    }

    private static String key(int i) {
        return "arms-shared:%08d".formatted(i);
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, int partition, Instant at, String key, String value, Map<String, String> headers) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, partition, at.toEpochMilli(), bytes(key), bytes(value));
        headers.forEach((name, text) -> record.headers().add(name, bytes(text)));
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
