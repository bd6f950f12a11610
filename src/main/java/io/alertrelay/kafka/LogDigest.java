package io.alertrelay.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Compares whether two logs have the same records at the same offsets, with the same times, keys, values and headers.
 * In a compacted log only the latest record of each key counts, and no deleted one: the rest depends on when the broker
 * compacts.
 */
final class LogDigest {
    private final boolean compacted;
    private final Map<ByteBuffer, Long> latest = new HashMap<>();
    private long sum;
    private long records;

    LogDigest(boolean compacted) {
        this.compacted = compacted;
    }

    /** The next record. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        long check = check(record);
        if (!compacted) {
            sum = 31 * sum + check;
            records++;
        } else if (record.value() == null) {
            latest.remove(ByteBuffer.wrap(record.key()));
        } else {
            latest.put(ByteBuffer.wrap(record.key()), check);
        }
    }

    /** How many records count. */
    long records() {
        return compacted ? latest.size() : records;
    }

    /** Whether the other log is the same. */
    boolean sameAs(LogDigest other) {
        return sum == other.sum && records == other.records && latest.equals(other.latest);
    }

    private static long check(ConsumerRecord<byte[], byte[]> record) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(record.offset())
                .putLong(record.timestamp())
                .flip());
        add(crc, record.key());
        add(crc, record.value());
        for (Header header : record.headers()) {
            crc.update(ByteBuffer.wrap(header.key().getBytes(StandardCharsets.UTF_8)));
            add(crc, header.value());
        }
        return crc.getValue();
    }

    private static void add(CRC32C crc, byte[] bytes) {
        crc.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(bytes == null ? -1 : bytes.length)
                .flip());
        if (bytes != null) {
            crc.update(bytes, 0, bytes.length);
        }
    }
}
