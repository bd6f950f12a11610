package io.alertrelay.camel;

import io.alertrelay.kafka.KafkaRecords;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.pipeline.ReplayDecision;
import io.alertrelay.pipeline.RoutedEvent;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.Dispatch;
import io.alertrelay.record.EventRecord;
import io.alertrelay.record.WebhookRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Makes the records that follow from a webhook: one for each event, and one in quarantine for each alert that could not
 * be routed, or for the whole body. A replayed event is passed on unchanged.
 */
final class EventRecords {
    private final TopicNames topics;

    EventRecords(TopicNames topics) {
        this.topics = topics;
    }

    List<ProducerRecord<byte[], byte[]>> of(RoutedItem.Unroutable item) {
        return List.of(
                KafkaRecords.of(topics.quarantine(), item.source().webhook().unrouted(item.cause())));
    }

    List<ProducerRecord<byte[], byte[]>> of(RoutedItem.OfReplay item) {
        PolledReplay source = item.source();
        Optional<String> overtaken =
                item.decision() instanceof ReplayDecision.Overtaken newer ? Optional.of(newer.by()) : Optional.empty();
        return List.of(
                written(source.replayed().event().channel(), source.replayed().forChannel(source.redone(), overtaken)));
    }

    List<ProducerRecord<byte[], byte[]>> of(RoutedItem.OfSlice item) {
        WebhookRecord webhook = item.source().webhook();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        item.routed().events().forEach(event -> records.add(written(event.channel(), record(webhook, event))));
        item.routed()
                .setAside()
                .forEach(alert -> records.add(KafkaRecords.of(
                        topics.quarantine(), webhook.setAside(alert.indexes(), alert.body(), alert.cause()))));
        return records;
    }

    private ProducerRecord<byte[], byte[]> written(String channel, EventRecord event) {
        return KafkaRecords.of(topics.channel(channel), event.draft());
    }

    private static EventRecord record(WebhookRecord webhook, RoutedEvent event) {
        Dispatch dispatch = event.dispatch();
        return new EventRecord(
                new AlertRef(webhook.receipt(), event.index()),
                webhook.integration(),
                webhook.receivedAt(),
                event.key(),
                event.status(),
                dispatch.severity(),
                event.startsAt(),
                event.opens(),
                dispatch.rules(),
                dispatch.why(),
                dispatch.channels(),
                Optional.empty(),
                webhook.trace(),
                event.redone() ? Optional.of(EventRecord.REDONE) : Optional.empty(),
                Optional.empty(),
                event.event());
    }
}
