package io.alertrelay.kafka;

import io.alertrelay.record.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;

/**
 * Records that state the id of the topic of webhooks, because offsets of another one say nothing about it: in a copy
 * they state that of its copy. Both ids have the same length.
 *
 * @param names of the source
 * @param id of the topic of webhooks there
 * @param copy the id of its copy
 */
record CopiedIds(TopicNames names, Uuid id, Uuid copy) {
    /** The record as it is in the copy; may be the same object, changed. */
    ConsumerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(names.decisions()) || record.topic().equals(names.replayed())) {
            inHeader(record);
        }
        return record.topic().equals(names.replays()) && record.value() != null ? inValue(record) : record;
    }

    private void inHeader(ConsumerRecord<byte[], byte[]> record) {
        Header stated = record.headers().lastHeader(HeaderNames.JOURNAL);
        if (stated != null && Arrays.equals(stated.value(), bytes(id))) {
            record.headers().remove(HeaderNames.JOURNAL).add(HeaderNames.JOURNAL, bytes(copy));
        }
    }

    private ConsumerRecord<byte[], byte[]> inValue(ConsumerRecord<byte[], byte[]> record) {
        String text = new String(record.value(), StandardCharsets.UTF_8);
        if (!text.contains(id.toString())) {
            return record;
        }
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                record.key(),
                text.replace(id.toString(), copy.toString()).getBytes(StandardCharsets.UTF_8),
                record.headers(),
                record.leaderEpoch());
    }

    private static byte[] bytes(Uuid id) {
        return id.toString().getBytes(StandardCharsets.UTF_8);
    }
}
