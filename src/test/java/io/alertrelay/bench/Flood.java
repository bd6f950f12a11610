package io.alertrelay.bench;

import io.alertrelay.record.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Fills a channel's topic as routing would: firings of alerts of their own, 1 KB each. */
final class Flood {
    private static final int EVENT_BYTES = 1_000;

    private final Supplier<Properties> kafka;
    private final String topic;
    private long written;

    /** @param kafka how a client gets at the brokers, by Kafka's names */
    Flood(Supplier<Properties> kafka, String topic) {
        this.kafka = kafka;
        this.topic = topic;
    }

    /** Returns when so many records are stored in all. */
    void upTo(long total) throws Exception {
        AtomicReference<Exception> fault = new AtomicReference<>();
        Properties settings = kafka.get();
        settings.put("batch.size", String.valueOf(512 << 10));
        settings.put("linger.ms", "20");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (; written < total; written++) {
                producer.send(record(written), (metadata, failure) -> fault.compareAndSet(null, failure));
            }
            producer.flush();
        }
        if (fault.get() != null) {
            throw fault.get();
        }
    }

    private ProducerRecord<byte[], byte[]> record(long number) {
        String key = "arms-prod:%08d".formatted(number);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, bytes(key), event(key));
        headers(number).forEach((name, value) -> record.headers().add(name, bytes(value)));
        return record;
    }

    private static Map<String, String> headers(long number) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HeaderNames.RECEIPT, "w0-" + number + "-7k3m9qxr2ztc5vbn");
        headers.put(HeaderNames.INDEX, "0");
        headers.put(HeaderNames.INTEGRATION, "arms-prod");
        headers.put(HeaderNames.RECEIVED_AT, Instant.now().toString());
        headers.put(HeaderNames.STATUS, "firing");
        headers.put(HeaderNames.SEVERITY, "Warning");
        headers.put(HeaderNames.RULES, "0123456789ab");
        headers.put(HeaderNames.WHY, "dedicated");
        headers.put(HeaderNames.CHANNELS, "[\"dead\"]");
        headers.put(HeaderNames.STARTS_AT, "2026-11-22T02:13:00Z");
        headers.put(HeaderNames.OPENS, "true");
        return headers;
    }

    private static byte[] event(String key) {
        String begin = "{\"event_status\":\"Warning\",\"alert_key\":\"" + key
                + "\",\"title_rule\":\"Disk almost full\"," + "\"description\":\"";
        String end = "\"}";
        return bytes(begin + "x".repeat(EVENT_BYTES - begin.length() - end.length()) + end);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
