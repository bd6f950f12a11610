package io.alertrelay.camel;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.pipeline.Dispatch;
import io.alertrelay.pipeline.OpenAlertJson;
import io.alertrelay.pipeline.ReplayDecision;
import io.alertrelay.pipeline.Replayed;
import io.alertrelay.pipeline.RoutedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What a webhook leads to: a record for each event, and one in quarantine for each alert that could not be routed, or
 * for all of it. And a replayed event, which goes on as it came.
 */
final class EventRecords {
    private final TopicNames topics;
    private final OpenAlertJson json = new OpenAlertJson();

    EventRecords(TopicNames topics) {
        this.topics = topics;
    }

    List<ProducerRecord<byte[], byte[]>> of(RoutedItem item) {
        if (item instanceof RoutedItem.OfSlice slice) {
            return of(slice);
        }
        return List.of(
                item instanceof RoutedItem.Unroutable webhook
                        ? quarantined(
                                        webhook.source(),
                                        webhook.source().webhook().body(),
                                        webhook.cause())
                                .record()
                        : replayed((RoutedItem.OfReplay) item));
    }

    private ProducerRecord<byte[], byte[]> replayed(RoutedItem.OfReplay item) {
        PolledReplay source = item.source();
        Replayed replayed = source.replayed();
        Draft record = new Draft(topics.channel(replayed.channel()), replayed.key(), source.event());
        source.headers().forEach(record::with);
        if (source.redone()) {
            record.with(RecordHeaders.REDONE, replayed.at().toString());
        }
        if (item.decision() instanceof ReplayDecision.Overtaken overtaken) {
            record.with(RecordHeaders.OVERTAKEN, overtaken.by());
        }
        return record.record();
    }

    private List<ProducerRecord<byte[], byte[]>> of(RoutedItem.OfSlice item) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        item.routed().events().forEach(event -> records.add(event(item.source(), event)));
        item.routed()
                .setAside()
                .forEach(alert -> records.add(quarantined(item.source(), alert.body(), alert.cause())
                        .with(RecordHeaders.INDEX, String.valueOf(alert.index()))
                        .record()));
        return records;
    }

    private ProducerRecord<byte[], byte[]> event(PolledWebhook source, RoutedEvent event) {
        Dispatch dispatch = event.dispatch();
        Draft record = new Draft(topics.channel(event.channel()), event.key(), event.event())
                .with(RecordHeaders.RECEIPT, source.receipt())
                .with(RecordHeaders.INDEX, String.valueOf(event.index()))
                .with(RecordHeaders.INTEGRATION, source.webhook().integration())
                .with(RecordHeaders.RECEIVED_AT, source.webhook().receivedAt().toString())
                .with(RecordHeaders.STATUS, event.status().word())
                .with(RecordHeaders.SEVERITY, dispatch.severity().word())
                .with(RecordHeaders.RULES, dispatch.rules())
                .with(RecordHeaders.WHY, dispatch.why())
                .with(RecordHeaders.CHANNELS, json.list(dispatch.channels()))
                .with(RecordHeaders.TRACE, Optional.ofNullable(source.headers().get(RecordHeaders.TRACE)))
                .with(RecordHeaders.STARTS_AT, event.startsAt());
        if (event.redone()) {
            record.with(RecordHeaders.REDONE, "true");
        }
        if (event.opens()) {
            record.with(RecordHeaders.OPENS, "true");
        }
        return record.record();
    }

    private Draft quarantined(PolledWebhook source, byte[] body, String cause) {
        Draft record = new Draft(topics.quarantine(), source.webhook().integration(), body)
                .with(RecordHeaders.RECEIPT, source.receipt())
                .with(RecordHeaders.CAUSE, cause);
        source.headers().forEach(record::with);
        return record;
    }
}
