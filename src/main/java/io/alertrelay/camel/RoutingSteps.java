package io.alertrelay.camel;

import io.alertrelay.intake.ReceiptId;
import io.alertrelay.intake.ReceiptId.Journal;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.observe.Events;
import io.alertrelay.pipeline.RoutedEvent;
import io.alertrelay.pipeline.RoutedWebhook;
import io.alertrelay.pipeline.Router;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/** The steps of {@code routes/routing.camel.yaml}. */
public final class RoutingSteps {
    private static final String POSITION = "position";
    private static final String ROUTED = "routed";
    private static final String RECEIPT = "receipt";

    private final Router router;
    private final TopicNames topics;
    private final OffsetTracker offsets;
    private final Events events;

    public RoutingSteps(Router router, TopicNames topics, OffsetTracker offsets, Events events) {
        this.router = router;
        this.topics = topics;
        this.offsets = offsets;
        this.events = events;
    }

    /** From a webhook's record to the records that it leads to: an event for each alert and channel. */
    public void route(Exchange exchange) {
        Message webhook = exchange.getMessage();
        RecordPosition position = RecordPosition.of(webhook);
        exchange.setProperty(POSITION, position);
        if (offsets.failing(position.partition())) {
            // It must not overtake the one that is read again.
            offsets.failed(position.partition(), position.offset());
            exchange.setRouteStop(true);
            return;
        }
        String integration =
                RecordHeaders.text(webhook, RecordHeaders.INTEGRATION).orElse("");
        String receipt = new ReceiptId(
                        Journal.WEBHOOKS,
                        position.partition().partition(),
                        position.offset(),
                        RecordHeaders.text(webhook, RecordHeaders.NONCE).orElse("0000000000000000"))
                .toString();
        RoutedWebhook routed = router.route(integration, webhook.getBody(byte[].class));
        exchange.setProperty(ROUTED, routed);
        exchange.setProperty(RECEIPT, receipt);
        List<Message> records = new ArrayList<>();
        routed.events().forEach(event -> records.add(record(webhook, receipt, integration, event)));
        routed.quarantineCause().ifPresent(cause -> records.add(quarantined(webhook, receipt, integration, cause)));
        webhook.setBody(records);
        webhook.removeHeaders("*");
    }

    /** After the acks of all of them: the webhook need not be read again. */
    public void routed(Exchange exchange) {
        String receipt = exchange.getProperty(RECEIPT, String.class);
        RoutedWebhook routed = exchange.getProperty(ROUTED, RoutedWebhook.class);
        events.routed(receipt, routed);
        RecordPosition position = exchange.getProperty(POSITION, RecordPosition.class);
        offsets.settled(position.partition(), position.offset());
    }

    /** Something of it could not be stored: it is read again, and with it what came after it. */
    public void failed(Exchange exchange) {
        RecordPosition position = exchange.getProperty(POSITION, RecordPosition.class);
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        events.routingFailed(exchange.getProperty(RECEIPT, "?", String.class), failure);
        offsets.failed(position.partition(), position.offset());
    }

    private Message record(Message webhook, String receipt, String integration, RoutedEvent event) {
        Message record = new DefaultMessage(webhook.getExchange().getContext());
        record.setBody(event.event());
        record.setHeader(KafkaConstants.OVERRIDE_TOPIC, topics.channel(event.channel()));
        record.setHeader(KafkaConstants.KEY, event.alert().key());
        record.setHeader(RecordHeaders.RECEIPT, receipt);
        record.setHeader(RecordHeaders.INDEX, String.valueOf(event.index()));
        record.setHeader(RecordHeaders.INTEGRATION, integration);
        record.setHeader(RecordHeaders.RECEIVED_AT, webhook.getHeader(RecordHeaders.RECEIVED_AT));
        record.setHeader(RecordHeaders.STATUS, event.alert().status().word());
        record.setHeader(RecordHeaders.SEVERITY, event.alert().severity().word());
        record.setHeader(RecordHeaders.RULES, event.decision().version());
        record.setHeader(RecordHeaders.WHY, event.decision().why());
        return record;
    }

    private Message quarantined(Message webhook, String receipt, String integration, String cause) {
        Message record = new DefaultMessage(webhook.getExchange().getContext());
        record.setBody(webhook.getBody());
        record.setHeader(KafkaConstants.OVERRIDE_TOPIC, topics.quarantine());
        record.setHeader(KafkaConstants.KEY, integration);
        record.setHeader(RecordHeaders.RECEIPT, receipt);
        for (String kept : List.of(
                RecordHeaders.INTEGRATION,
                RecordHeaders.SOURCE,
                RecordHeaders.RECEIVED_AT,
                RecordHeaders.MEDIA_TYPE,
                RecordHeaders.NONCE)) {
            record.setHeader(kept, webhook.getHeader(kept));
        }
        record.setHeader(RecordHeaders.CAUSE, cause);
        return record;
    }
}
