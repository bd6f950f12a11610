package io.alertrelay.camel;

import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.observe.Events;
import io.alertrelay.pipeline.OpenAlerts;
import io.alertrelay.pipeline.RoutedWebhook;
import io.alertrelay.pipeline.Router;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The steps of {@code routes/routing.camel.yaml}, in the order in which a webhook takes them.
 *
 * <pre>
 *   received ─▶ decide ─▶ [decisions] ─▶ events ─▶ [channels] ─▶ routed: settled
 *                 │            │            │           │
 *                 └────────────┴── failed ──┴───────────┘  read again, with all that came after it
 * </pre>
 *
 * <p>A webhook is dropped on the way, and nothing said of it, when its partition was withdrawn since it was handed out:
 * it has been, or will be, handed out again, here or to another relay.
 */
public final class RoutingSteps {
    private static final String ITEM = "item";
    private static final String ROUTED = "routed";
    private static final String AT_STAKE = "atStake";

    private final Supplier<Router> router;
    private final Decisions decisions;
    private final OffsetTracker offsets;
    private final Events events;
    private final Clock clock;
    private final DecisionRecords decisionRecords = new DecisionRecords();
    private final EventRecords eventRecords;

    /**
     * @param router asked once for each webhook, so that each is routed as a whole by one configuration
     * @param clock by which open alerts grow old
     */
    public RoutingSteps(
            Supplier<Router> router,
            Decisions decisions,
            TopicNames topics,
            OffsetTracker offsets,
            Events events,
            Clock clock) {
        this.router = router;
        this.decisions = decisions;
        this.offsets = offsets;
        this.events = events;
        this.clock = clock;
        this.eventRecords = new EventRecords(topics);
    }

    /** On the poll thread: takes from a record what the next steps need. */
    public void received(Exchange exchange) {
        PolledWebhook webhook = PolledWebhook.of(exchange.getMessage(), decisions);
        exchange.setProperty(AT_STAKE, List.of(webhook));
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(webhook);
    }

    /** From a batch of webhooks to the decisions that must be written before any event is sent. */
    public void decide(Exchange exchange) {
        List<PolledWebhook> batch = WebhookBatch.webhooks(exchange);
        exchange.setProperty(AT_STAKE, batch);
        Instant now = clock.instant();
        List<Message> records = new ArrayList<>();
        List<RoutedItem> routed = new ArrayList<>();
        for (PolledWebhook webhook : batch) {
            if (mayGoOn(webhook)) {
                OpenAlerts open = webhook.open().orElseThrow();
                int partition = webhook.position().partition().partition();
                open.forgetOld(now)
                        .forEach(key -> records.add(decisionRecords.forget(key, partition, exchange.getContext())));
                RoutedWebhook result = router.get().route(webhook.webhook(), open);
                result.decisions()
                        .forEach(d -> records.add(decisionRecords.message(d, partition, exchange.getContext())));
                routed.add(new RoutedItem(webhook, result));
            }
        }
        exchange.setProperty(ROUTED, routed);
        exchange.getMessage().setBody(records);
    }

    /** After the acks of the decisions: from one of the webhooks to its events. */
    public void events(Exchange exchange) {
        RoutedItem item = exchange.getMessage().getBody(RoutedItem.class);
        exchange.setProperty(AT_STAKE, List.of(item.source()));
        exchange.setProperty(ITEM, item);
        exchange.removeProperty(ROUTED);
        if (mayGoOn(item.source())) {
            exchange.getMessage().setBody(eventRecords.of(item, exchange.getContext()));
        } else {
            exchange.setRouteStop(true);
        }
    }

    /** After the acks of all of them: the webhook need not be read again. */
    public void routed(Exchange exchange) {
        RoutedItem item = exchange.getProperty(ITEM, RoutedItem.class);
        events.routed(item.source().receipt(), item.routed());
        RecordPosition position = item.source().position();
        offsets.settled(position.partition(), position.offset());
    }

    /** Something could not be stored: the webhooks that depend on it are read again, and with them what came after. */
    @SuppressWarnings("unchecked")
    public void failed(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        List<PolledWebhook> all = exchange.getProperty(AT_STAKE, List.of(), List.class);
        List<PolledWebhook> webhooks = all.stream().filter(this::current).toList();
        if (!webhooks.isEmpty()) {
            events.routingFailed(webhooks.stream().map(PolledWebhook::receipt).toList(), failure);
        }
        webhooks.forEach(webhook -> offsets.failed(
                webhook.position().partition(), webhook.position().offset()));
    }

    /** Whether it may: it must not overtake one that failed, and must still be this relay's. */
    private boolean mayGoOn(PolledWebhook webhook) {
        if (!current(webhook)) {
            return false;
        }
        RecordPosition position = webhook.position();
        if (offsets.failing(position.partition())) {
            offsets.failed(position.partition(), position.offset());
            return false;
        }
        return true;
    }

    private boolean current(PolledWebhook webhook) {
        return webhook.open().isPresent()
                && webhook.open().get()
                        == decisions.of(webhook.position().partition()).orElse(null);
    }
}
