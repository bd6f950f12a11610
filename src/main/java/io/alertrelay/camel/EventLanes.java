package io.alertrelay.camel;

import io.alertrelay.kafka.Lanes;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.observe.Telemetry;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes the events of a routed record to the topics of its channels. While a topic can't be written its events wait,
 * and with them the offset of their webhook, which is set aside: later webhooks are still routed, until too much waits.
 */
final class EventLanes {
    private final Lanes lanes;
    private final OffsetTracker offsets;
    private final Telemetry telemetry;

    EventLanes(Lanes lanes, OffsetTracker offsets, Telemetry telemetry) {
        this.lanes = lanes;
        this.offsets = offsets;
        this.telemetry = telemetry;
    }

    /**
     * Hands the events over, and lets the offset of their record move when all are acknowledged.
     *
     * @param guard whether the record is still this relay's to route
     */
    void store(RoutedItem item, List<ProducerRecord<byte[], byte[]>> records, Lanes.WriteGuard guard) {
        RecordPosition position = item.source().position();
        lanes.write(records, guard, new StoreListener(position, item));
    }

    /** Keeps nothing of the webhook when it has told of it, because it may wait for long. */
    private final class StoreListener implements Lanes.Listener {
        private final RecordPosition position;
        private Optional<RoutedItem> unannounced;

        private final RoutingRoom.Share room;
        private final Optional<OpenSlices> slices;

        private StoreListener(RecordPosition position, RoutedItem item) {
            this.position = position;
            this.unannounced = Optional.of(item);
            this.room = item.room();
            this.slices = item instanceof RoutedItem.OfSlice slice
                    ? Optional.of(slice.webhook().slices())
                    : Optional.empty();
        }

        @Override
        public void stored() {
            room.giveBack();
            announce();
            offsets.worked(position.partition(), position.offset());
            if (slices.map(OpenSlices::done).orElse(true)) {
                offsets.settled(position.partition(), position.offset());
            }
        }

        /** Keeps its room, so that routing of its partition waits when there is none left. */
        @Override
        public void waits() {
            announce();
            offsets.waits(position.partition(), position.offset());
        }

        @Override
        public void parked() {
            // How much may be parked is bounded by the lanes.
            room.giveBack();
            announce();
            offsets.setAside(position.partition(), position.offset());
        }

        @Override
        public void dropped() {
            room.giveBack();
        }

        private void announce() {
            unannounced.ifPresent(item -> item.announce(telemetry));
            unannounced = Optional.empty();
        }
    }
}
