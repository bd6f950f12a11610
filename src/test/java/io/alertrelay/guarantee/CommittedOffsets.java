package io.alertrelay.guarantee;

import io.alertrelay.testing.SharedBroker;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The offsets of the channels' groups, as Kafka's own tools see and set them. */
final class CommittedOffsets implements AutoCloseable {
    private final Admin admin = SharedBroker.clients().admin();
    private final Rig rig;

    CommittedOffsets(Rig rig) {
        this.rig = rig;
    }

    /** The committed offset of a channel; 0 if there is none. */
    long committed(String channel) throws Exception {
        return Optional.ofNullable(admin.listConsumerGroupOffsets(group(channel))
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(partition(channel)))
                .map(OffsetAndMetadata::offset)
                .orElse(0L);
    }

    /** What the group that routes has committed. */
    Map<TopicPartition, OffsetAndMetadata> routing() throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed =
                new HashMap<>(admin.listConsumerGroupOffsets(rig.names().routingGroup())
                        .partitionsToOffsetAndMetadata()
                        .get());
        committed.keySet().removeIf(p -> !p.topic().equals(rig.names().webhooks()));
        return committed;
    }

    /** What {@code kafka-consumer-groups --reset-offsets} does; only while no relay runs. */
    void reset(String channel, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(group(channel), Map.of(partition(channel), new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    /** The same for what replays handed over: the routing stage passes it. */
    void skipReplayed(int partition, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(
                        rig.names().routingGroup(),
                        Map.of(new TopicPartition(rig.names().replayed(), partition), new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    @Override
    public void close() {
        admin.close();
    }

    private String group(String channel) {
        return rig.names().channelGroup(channel);
    }

    private TopicPartition partition(String channel) {
        return new TopicPartition(rig.names().channel(channel), 0);
    }
}
