package io.alertrelay.camel;

import io.alertrelay.kafka.RecordFault;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that make the relay fail. The first time one may be chance, and it is read again; the second time in a row it
 * is the record's fault, and it goes to quarantine. Safe for use by many threads; one record a partition is remembered.
 */
final class RecordFaults {
    private static final int ENOUGH = 2;

    private final Map<TopicPartition, Fault> latest = new ConcurrentHashMap<>();

    /** Handling the record failed. What Kafka or a stop is to blame for does not count. */
    void failed(RecordPosition position, Throwable failure) {
        if (RecordFault.isCausedByRecord(failure)) {
            latest.merge(
                    position.partition(),
                    new Fault(position.offset(), 1, RecordFault.describe(failure)),
                    (before, now) -> before.offset() == now.offset() ? now.after(before) : now);
        }
    }

    /** Why the record is to go to quarantine; empty if it is to be handled. */
    Optional<String> against(RecordPosition position) {
        return Optional.ofNullable(latest.get(position.partition()))
                .filter(fault -> fault.offset() == position.offset() && fault.times() >= ENOUGH)
                .map(fault -> "the relay failed on it twice: " + fault.cause());
    }

    /** The record is dealt with. */
    void dealtWith(RecordPosition position) {
        latest.computeIfPresent(
                position.partition(), (partition, fault) -> fault.offset() == position.offset() ? null : fault);
    }

    private record Fault(long offset, int times, String cause) {
        Fault after(Fault before) {
            return new Fault(offset, before.times + 1, cause);
        }
    }
}
