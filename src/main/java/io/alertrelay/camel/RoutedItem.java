package io.alertrelay.camel;

import io.alertrelay.observe.Telemetry;
import io.alertrelay.pipeline.ReplayDecision;
import io.alertrelay.pipeline.RoutedSlice;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A slice of a webhook, or a replayed event, between its decisions and its events. */
sealed interface RoutedItem {
    PolledRecord source();

    /** What is to be written of it. */
    List<ProducerRecord<byte[], byte[]>> records(EventRecords made);

    /** Tells of it, once. */
    void announce(Telemetry telemetry);

    /** The memory that it takes until it is stored. */
    RoutingRoom.Share room();

    /** Some of the alerts of a webhook. */
    record OfSlice(WebhookInProgress webhook, RoutedSlice routed, RoutingRoom.Share room) implements RoutedItem {
        @Override
        public PolledWebhook source() {
            return webhook.source();
        }

        @Override
        public List<ProducerRecord<byte[], byte[]>> records(EventRecords made) {
            return made.of(this);
        }

        @Override
        public void announce(Telemetry telemetry) {
            telemetry.routed(source().receipt(), source().webhook().integration(), routed);
        }
    }

    /** A webhook of which nothing can be routed, for that cause. */
    record Unroutable(PolledWebhook source, String cause, RoutingRoom.Share room) implements RoutedItem {
        @Override
        public List<ProducerRecord<byte[], byte[]>> records(EventRecords made) {
            return made.of(this);
        }

        @Override
        public void announce(Telemetry telemetry) {
            telemetry.quarantined(source.receipt(), "routing", cause);
        }
    }

    /** A replayed event. */
    record OfReplay(PolledReplay source, ReplayDecision decision, RoutingRoom.Share room) implements RoutedItem {
        @Override
        public List<ProducerRecord<byte[], byte[]>> records(EventRecords made) {
            return made.of(this);
        }

        /** Nothing: it was told of when its webhook was routed, and the replay itself tells what it has sent. */
        @Override
        public void announce(Telemetry telemetry) {}
    }
}
