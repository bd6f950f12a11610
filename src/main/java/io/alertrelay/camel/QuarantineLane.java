package io.alertrelay.camel;

import io.alertrelay.kafka.Lanes;
import io.alertrelay.kafka.OffsetTracker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Keeps in quarantine what could not be handled, without keeping the thread that read it: while the quarantine can't be
 * written, only the offset of that record waits.
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
     * Writes the record, with the headers that the message has now.
     *
     * @param stored run when it is acknowledged, before its offset may move
     */
    void keep(Message record, RecordPosition position, Runnable stored) {
        lanes.write(List.of(record(record)), () -> true, new Lanes.Listener() {
            @Override
            public void stored() {
                stored.run();
                offsets.settled(position.partition(), position.offset());
            }

            @Override
            public void parked() {
                offsets.setAside(position.partition(), position.offset());
            }
        });
    }

    private ProducerRecord<byte[], byte[]> record(Message message) {
        String key = message.getHeader(KafkaConstants.KEY, String.class);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic, key == null ? null : key.getBytes(StandardCharsets.UTF_8), (byte[]) message.getBody());
        RecordHeaders.names()
                .forEach(name -> RecordHeaders.text(message, name)
                        .ifPresent(text -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8))));
        return record;
    }
}
