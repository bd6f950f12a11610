package io.alertrelay.tail;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.Alert;
import io.alertrelay.alert.Severity;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.json.Json;
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
import io.alertrelay.record.ReceiptId.Topic;
import io.alertrelay.record.Resolution;
import io.alertrelay.record.SettledDelivery;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.tail.FlowEvent.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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
        List<Alert> alerts = alerts(integration, record);
        AcceptedDetail detail = new AcceptedDetail(
                ReceiptId.of(Topic.WEBHOOKS, record).toString(),
                integration,
                record.value().length,
                record.header(HeaderNames.RETRY_OF),
                alerts.size(),
                alerts.stream().map(Alert::severity).min(Comparator.<Severity>naturalOrder()),
                alerts.stream().map(Alert::key).distinct().toList());
        return new FlowEvent(Kind.ACCEPTED, record.storedAt(), Json.of(detail));
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
            RoutedDetail detail = new RoutedDetail(
                    DeliveryDetail.of(due.id()),
                    record.integration(),
                    due.alertKey(),
                    EventTitle.of(record.value()),
                    due.status(),
                    due.severity(),
                    due.why(),
                    due.rules(),
                    record.header(HeaderNames.REDONE).isPresent());
            return new FlowEvent(Kind.ROUTED, record.storedAt(), Json.of(detail));
        });
    }

    private Optional<FlowEvent> settled(StoredRecord record) {
        return SettledDelivery.of(record, channels).map(settled -> {
            ObjectNode detail = Json.of(DeliveryDetail.of(settled.id()));
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
        QuarantinedDetail detail = new QuarantinedDetail(
                quarantined.id().toString(),
                quarantined.kind(),
                quarantined.integration(),
                quarantined.cause(),
                quarantined.bytes(),
                quarantined.receipt().orElse(quarantined.id().toString()),
                quarantined.index(),
                quarantined.channel());
        return new FlowEvent(Kind.QUARANTINED, record.storedAt(), Json.of(detail));
    }

    private static FlowEvent resolved(StoredRecord record, Resolution resolution) {
        Kind kind = switch (resolution.kind()) {
            case DISCARDED -> Kind.DISCARDED;
            case RETRIED -> Kind.RETRIED;
            case REDRIVEN -> Kind.REDRIVEN;
        };
        ObjectNode detail = Json.of(new ResolvedDetail(resolution.about()));
        detail.setAll(resolution.json());
        return new FlowEvent(kind, record.storedAt(), detail);
    }

    /** @param alerts 0 if it is not readable now; then it has no severity and no keys */
    private record AcceptedDetail(
            String receipt,
            String integration,
            int bytes,
            Optional<String> retryOf,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int alerts,
            Optional<Severity> severity,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> alertKeys) {}

    private record DeliveryDetail(
            String receipt,
            int index,
            String channel,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String replay) {
        private static DeliveryDetail of(DeliveryId id) {
            return new DeliveryDetail(id.receipt(), id.index(), id.channel(), id.replay());
        }
    }

    private record RoutedDetail(
            @JsonUnwrapped DeliveryDetail delivery,
            String integration,
            String alertKey,
            String title,
            String status,
            String severity,
            String why,
            String rules,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean redone) {}

    private record QuarantinedDetail(
            String id,
            Quarantined.Kind kind,
            String integration,
            String cause,
            int bytes,
            String receipt,
            OptionalInt index,
            Optional<String> channel) {}

    /** The rest is the resolution itself. */
    private record ResolvedDetail(String id) {}
}
