package io.alertrelay.tail;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.Alert;
import io.alertrelay.alert.Severity;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.record.DeliveryId;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.EventTitle;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.ReceiptId.Journal;
import io.alertrelay.record.Resolution;
import io.alertrelay.record.SettledDelivery;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.tail.FlowEvent.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Converts records of the relay's topics to events. */
record FlowReading(TopicNames names, Pipelines pipelines, ChannelTopics channels) {
    private static final List<String> OF_THE_RECEIPT = List.of(
            "integration",
            "alert_key",
            "status",
            "severity",
            "attempts",
            "unanswered",
            "flashduty_request_id",
            "reason",
            "cause",
            "superseded_by",
            "received_at");

    /** The event; empty if the record is not reported, or was not written by the relay. */
    Optional<FlowEvent> event(String topic, StoredRecord record) {
        if (topic.equals(names.webhooks())) {
            return Optional.of(accepted(record));
        }
        if (topic.equals(names.receipts())) {
            return settled(record);
        }
        if (topic.equals(names.deadLetters()) || topic.equals(names.quarantine())) {
            if (record.isResolution()) {
                return Resolution.of(record).map(resolution -> resolved(record, resolution));
            }
            // A dead letter has a receipt, which is reported.
            return topic.equals(names.quarantine()) ? Optional.of(quarantined(record)) : Optional.empty();
        }
        return routed(topic, record);
    }

    private FlowEvent accepted(StoredRecord record) {
        String integration = record.integration();
        ObjectNode detail = detail().put(
                        "receipt", ReceiptId.of(Journal.WEBHOOKS, record).toString())
                .put("integration", integration)
                .put("bytes", record.value().length);
        record.header(HeaderNames.RETRY_OF).ifPresent(id -> detail.put("retry_of", id));
        List<Alert> alerts = alerts(integration, record);
        if (!alerts.isEmpty()) {
            detail.put("alerts", alerts.size());
            alerts.stream()
                    .map(Alert::severity)
                    .min(Comparator.<Severity>naturalOrder())
                    .ifPresent(severity -> detail.put("severity", severity.word()));
            ArrayNode keys = detail.putArray("alert_keys");
            alerts.stream().map(Alert::key).distinct().forEach(keys::add);
        }
        return new FlowEvent(Kind.ACCEPTED, record.storedAt(), detail);
    }

    private List<Alert> alerts(String integration, StoredRecord record) {
        Optional<IntegrationPipeline> pipeline = pipelines.pipeline(integration);
        if (pipeline.isEmpty()) {
            return List.of();
        }
        try {
            return pipeline.get().read(WebhookRecord.of(record)).alerts();
        } catch (UnreadableWebhookException | RuntimeException e) {
            // Routing reports it by a record in quarantine.
            return List.of();
        }
    }

    private Optional<FlowEvent> routed(String topic, StoredRecord record) {
        channels.learn(topic, DueDelivery.fanOut(record));
        return DueDelivery.of(record, channels.channel(topic), channels).map(due -> {
            ObjectNode detail = delivery(due.id())
                    .put("integration", record.integration())
                    .put("alert_key", due.alertKey())
                    .put("title", EventTitle.of(record.value()))
                    .put("status", due.status())
                    .put("severity", due.severity())
                    .put("why", due.why())
                    .put("rules", due.rules());
            record.header(HeaderNames.REDONE).ifPresent(redone -> detail.put("redone", true));
            return new FlowEvent(Kind.ROUTED, record.storedAt(), detail);
        });
    }

    private Optional<FlowEvent> settled(StoredRecord record) {
        return SettledDelivery.of(record, channels).map(settled -> {
            ObjectNode detail = delivery(settled.id());
            OF_THE_RECEIPT.stream()
                    .filter(settled.value()::hasNonNull)
                    .forEach(field -> detail.set(field, settled.value().get(field)));
            Kind kind = switch (settled.outcome()) {
                case DELIVERED -> Kind.DELIVERED;
                case DEAD_LETTERED -> Kind.DEAD_LETTERED;
                case SUPERSEDED -> Kind.SUPERSEDED;
            };
            return new FlowEvent(kind, record.storedAt(), detail);
        });
    }

    private static FlowEvent quarantined(StoredRecord record) {
        Quarantined quarantined = Quarantined.of(record);
        ObjectNode detail = detail().put("id", quarantined.id().toString())
                .put("kind", quarantined.kind().word())
                .put("integration", quarantined.integration())
                .put("cause", quarantined.cause())
                .put("bytes", quarantined.bytes())
                .put("receipt", quarantined.receipt().orElse(quarantined.id().toString()));
        quarantined.channel().ifPresent(channel -> detail.put("channel", channel));
        return new FlowEvent(Kind.QUARANTINED, record.storedAt(), detail);
    }

    private static FlowEvent resolved(StoredRecord record, Resolution resolution) {
        Kind kind = switch (resolution.kind()) {
            case DISCARDED -> Kind.DISCARDED;
            case RETRIED -> Kind.RETRIED;
            case REDRIVEN -> Kind.REDRIVEN;
        };
        ObjectNode detail = detail().put("id", resolution.about());
        detail.setAll(resolution.json());
        return new FlowEvent(kind, record.storedAt(), detail);
    }

    private static ObjectNode delivery(DeliveryId id) {
        ObjectNode detail =
                detail().put("receipt", id.receipt()).put("index", id.index()).put("channel", id.channel());
        if (!id.replay().isEmpty()) {
            detail.put("replay", id.replay());
        }
        return detail;
    }

    private static ObjectNode detail() {
        return JsonNodeFactory.instance.objectNode();
    }
}
