package io.alertrelay.kafka;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Records without content that preserve offsets in a copied log: a producer can't skip an offset, so where the source
 * log has a gap the copy gets a filler. Consumers with this interceptor do not see them.
 */
public final class FillerRecords implements ConsumerInterceptor<Object, Object> {
    private static final String HEADER = "filler";
    /** Compacted topics accept no record without a key. They drop all of these but the last, as there is no value. */
    private static final byte[] KEY = {'~'};

    /** @param time in ms since 1970, so that a search by time finds its neighbours */
    static ProducerRecord<byte[], byte[]> at(TopicPartition partition, long time) {
        return new ProducerRecord<>(
                partition.topic(),
                partition.partition(),
                time,
                KEY,
                null,
                List.of(new RecordHeader(HEADER, new byte[0])));
    }

    @Override
    public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> records) {
        if (StreamSupport.stream(records.spliterator(), false).noneMatch(FillerRecords::isOne)) {
            return records;
        }
        Map<TopicPartition, List<ConsumerRecord<Object, Object>>> kept = records.partitions().stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        partition -> records.records(partition).stream()
                                .filter(record -> !isOne(record))
                                .toList()));
        kept.values().removeIf(List::isEmpty);
        return new ConsumerRecords<>(kept, records.nextOffsets());
    }

    private static boolean isOne(ConsumerRecord<?, ?> record) {
        return record.value() == null && Objects.nonNull(record.headers().lastHeader(HEADER));
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
}
