package io.alertrelay.testing;

import io.alertrelay.kafka.TopicNames;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Copies a relay's topics as if an earlier version had written them in a JVM with another charset: it wrote the texts
 * of headers in that one, and keys and values in UTF-8.
 */
public final class DamagedTopics {
    private final String bootstrapServers;
    private final Charset charset;

    public DamagedTopics(String bootstrapServers, Charset charset) {
        this.bootstrapServers = bootstrapServers;
        this.charset = charset;
    }

    /** Copies all records, each to the same place, and what the groups have committed. */
    public void copy(TopicNames from, TopicNames to, List<String> channels) throws Exception {
        Properties p = new Properties();
        p.put("bootstrap.servers", bootstrapServers);
        try (Producer<String, byte[]> producer =
                        new KafkaProducer<>(p, new StringSerializer(), new ByteArraySerializer());
                Admin admin = Admin.create(p)) {
            copy(from.webhooks(), to.webhooks(), producer);
            copy(from.decisions(), to.decisions(), producer);
            copy(from.receipts(), to.receipts(), producer);
            copy(from.deadLetters(), to.deadLetters(), producer);
            copy(from.quarantine(), to.quarantine(), producer);
            copy(from.replays(), to.replays(), producer);
            copy(from.replayed(), to.replayed(), producer);
            commits(admin, from, to, from.routingGroup(), to.routingGroup());
            commits(admin, from, to, from.replaysGroup(), to.replaysGroup());
            for (String channel : channels) {
                copy(from.channel(channel), to.channel(channel), producer);
                commits(admin, from, to, from.channelGroup(channel), to.channelGroup(channel));
            }
        }
    }

    private void copy(String from, String to, Producer<String, byte[]> producer) throws Exception {
        for (ConsumerRecord<String, byte[]> record : new Topics(bootstrapServers).read(from)) {
            ProducerRecord<String, byte[]> copy =
                    new ProducerRecord<>(to, record.partition(), record.timestamp(), record.key(), record.value());
            for (Header header : record.headers()) {
                copy.headers().add(header.key(), new String(header.value(), StandardCharsets.UTF_8).getBytes(charset));
            }
            long at = producer.send(copy).get().offset();
            if (at != record.offset()) {
                throw new IllegalStateException(to + ": found offset " + at + ", expected " + record.offset());
            }
        }
    }

    private static void commits(Admin admin, TopicNames from, TopicNames to, String group, String copy)
            throws Exception {
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, commit) -> commits.put(
                        new TopicPartition(
                                to.prefix()
                                        + partition
                                                .topic()
                                                .substring(from.prefix().length()),
                                partition.partition()),
                        commit));
        admin.alterConsumerGroupOffsets(copy, commits).all().get();
    }
}
