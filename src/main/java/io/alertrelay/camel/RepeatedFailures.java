package io.alertrelay.camel;

import io.alertrelay.kafka.RecordFault;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Detects records that make the relay fail. A first failure may be chance, and the record is read again; after a second
 * one in a row it goes to quarantine. Thread-safe; remembers one record for each partition.
 */
final class RepeatedFailures {
    private static final int ENOUGH = 2;

    private final Map<TopicPartition, Fault> latest = new ConcurrentHashMap<>();

    /** Handling the record failed. Failures caused by Kafka or by a stop do not count. */
    void failed(RecordPosition position, Throwable failure) {
        if (RecordFault.isCausedByRecord(failure)) {
            latest.merge(
                    position.partition(),
                    new Fault(position.offset(), 1, RecordFault.describe(failure)),
                    (before, now) -> before.offset() == now.offset() ? now.after(before) : now);
        }
    }

    /** Why the record is to go to quarantine; empty if it is to be handled. */
    Optional<String> reasonForQuarantine(RecordPosition position) {
        return Optional.ofNullable(latest.get(position.partition()))
                .filter(fault -> fault.offset() == position.offset() && fault.times() >= ENOUGH)
                .map(fault -> "the relay failed on it twice: " + fault.cause());
    }

    /** The record has been handled. */
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
