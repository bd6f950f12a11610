package io.alertrelay.find;

import io.alertrelay.alert.Alert;
import io.alertrelay.arms.AlertItem;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.arms.WebhookReading;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.ReceiptId.Topic;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.WebhookRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Finds the matching alerts of a webhook. Those that can't be understood are in quarantine, and found there. */
final class AcceptedReading implements RecordReading {
    private final AlertQuery query;
    private final AlertFilter filter;
    private final Function<String, Optional<IntegrationPipeline>> pipelines;

    /** @param pipelines by integration; webhooks of one that has none by now are read as its defaults would */
    AcceptedReading(AlertQuery query, Function<String, Optional<IntegrationPipeline>> pipelines) {
        this.query = query;
        this.filter = new AlertFilter(query);
        this.pipelines = pipelines;
    }

    @Override
    public List<Hit> hits(StoredRecord record, int from) {
        Optional<IntegrationPipeline> pipeline = record.header(HeaderNames.INTEGRATION)
                .map(name -> pipelines.apply(name).orElseGet(() -> Pipelines.former(name)));
        Instant receivedAt = record.receivedAt();
        if (pipeline.isEmpty() || !query.received().covers(receivedAt)) {
            return List.of();
        }
        List<Hit> hits = new ArrayList<>();
        try {
            WebhookReading reading = pipeline.get().open(WebhookRecord.of(record));
            while (reading.hasNext()) {
                if (reading.next() instanceof AlertItem.Understood item
                        && item.index() >= from
                        && filter.matches(item.alert(), pipeline.get().events().labels(item.alert()))) {
                    hits.add(hit(record, receivedAt, item.index(), item.alert(), pipeline.get()));
                }
            }
        } catch (UnreadableWebhookException | RuntimeException e) {
            // Routing reports it by a record in quarantine.
            return List.of();
        }
        return hits;
    }

    private static Hit hit(
            StoredRecord record, Instant receivedAt, int index, Alert alert, IntegrationPipeline pipeline) {
        return new Hit(
                record.offset(),
                index,
                record.storedAt(),
                new FoundAlert(
                        receivedAt,
                        ReceiptId.of(Topic.WEBHOOKS, record).toString(),
                        OptionalInt.of(index),
                        pipeline.name(),
                        alert.status().word(),
                        alert.severity().word(),
                        pipeline.events().title(alert),
                        alert.key(),
                        true,
                        List.of(),
                        Optional.empty()));
    }
}
