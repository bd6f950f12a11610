package io.alertrelay.camel;

import io.alertrelay.kafka.KafkaRecords;
import io.alertrelay.kafka.Lanes;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.record.NewRecord;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Writes to quarantine what could not be handled, without blocking the thread that read it: while the quarantine can't
 * be written, the offset of that record waits. When too much waits there, nothing more is read of where it came from.
 */
final class QuarantineLane {
    private final Lanes lanes;
    private final OffsetTracker offsets;
    private final String topic;

    /** @param topic of the quarantine */
    QuarantineLane(Lanes lanes, OffsetTracker offsets, String topic) {
        this.lanes = lanes;
        this.offsets = offsets;
        this.topic = topic;
    }

    /**
     * Writes the record.
     *
     * @param position of what is kept
     * @param stored run when it is acknowledged, before that offset may move
     */
    void keep(NewRecord record, RecordPosition position, Runnable stored) {
        // If it is read again it comes here again.
        BooleanSupplier held = offsets.asLongAsHeld(position.partition(), position.offset());
        lanes.write(List.of(KafkaRecords.of(topic, record)), held::getAsBoolean, new Lanes.Listener() {
            @Override
            public void stored() {
                stored.run();
                offsets.settled(position.partition(), position.offset());
            }

            @Override
            public void waits() {
                offsets.waits(position.partition(), position.offset());
            }

            @Override
            public void parked() {
                offsets.setAside(position.partition(), position.offset());
            }
        });
    }
}
