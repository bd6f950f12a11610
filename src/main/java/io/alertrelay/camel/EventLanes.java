package io.alertrelay.camel;

import io.alertrelay.kafka.Lanes;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.observe.Events;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.camel.Message;

/**
 * From a routed record to the topics of its channels. A channel whose topic can't be written keeps its events waiting, and
 * with them the offset of their webhook, which is set aside: those behind it are routed on.
 */
final class EventLanes {
    private final Lanes lanes;
    private final OffsetTracker offsets;
    private final Events events;
    private final String topic;

    /** @param topic of a message that names none */
    EventLanes(Lanes lanes, OffsetTracker offsets, Events events, String topic) {
        this.lanes = lanes;
        this.offsets = offsets;
        this.events = events;
        this.topic = topic;
    }

    /**
     * Hands the events over, and lets the offset of their record move when all are acknowledged.
     *
     * @param current whether the record is still this relay's to route
     */
    void store(RoutedItem item, List<Message> messages, Predicate<Polled> current) {
        Polled source = item.source();
        RecordPosition position = source.position();
        lanes.write(StoredMessages.records(messages, topic), () -> current.test(source), new Outcome(position, item));
    }

    /** Lets go of the webhook's body as soon as it is not needed, because it may be set aside for long. */
    private final class Outcome implements Lanes.Listener {
        private final RecordPosition position;
        private Optional<RoutedItem.OfWebhook> untold;

        private Outcome(RecordPosition position, RoutedItem item) {
            this.position = position;
            this.untold = item instanceof RoutedItem.OfWebhook webhook ? Optional.of(webhook) : Optional.empty();
        }

        @Override
        public void stored() {
            tell();
            offsets.settled(position.partition(), position.offset());
        }

        @Override
        public void parked() {
            tell();
            offsets.setAside(position.partition(), position.offset());
        }

        private void tell() {
            untold.ifPresent(webhook -> events.routed(
                    webhook.source().receipt(),
                    webhook.source().webhook().integration(),
                    webhook.routed(),
                    webhook.quarantineCause()));
            untold = Optional.empty();
        }
    }
}
