package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.arms.AlertItem;
import io.alertrelay.arms.Common;
import io.alertrelay.arms.WebhookReading;
import io.alertrelay.config.Format;
import io.alertrelay.flashduty.Event;
import io.alertrelay.routing.CaseFailure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a stored webhook into the events that are due, slice by slice, so that what it leads to is never in memory as a
 * whole: a body of 1 MiB may have 42,000 alerts, each for many channels. What can't be routed, and only that, is set
 * aside: a bad alert keeps no other one of its webhook back. For one thread.
 */
public final class WebhookRouting {
    /** About what an event or a decision costs in memory beside its bytes, as a record on its way to Kafka. */
    private static final int RECORD = 2_000;

    private final IntegrationPipeline pipeline;
    private final ChannelFormats formats;
    private final StoredWebhook stored;
    private final WebhookReading reading;
    private final Common common;

    WebhookRouting(IntegrationPipeline pipeline, ChannelFormats formats, StoredWebhook stored, WebhookReading reading) {
        this.pipeline = pipeline;
        this.formats = formats;
        this.stored = stored;
        this.reading = reading;
        this.common = reading.common();
    }

    /** Whether alerts of it are still to be routed. */
    public boolean hasNext() {
        return reading.hasNext();
    }

    /**
     * What comes of the next alerts: of one at least, and of no more as soon as it costs so much.
     *
     * @param open the alerts of the webhook's partition; changed by it
     * @param bytes that the slice may cost in memory, about
     */
    public RoutedSlice next(OpenAlerts open, long bytes) {
        Slice slice = new Slice();
        do {
            AlertItem item = reading.next();
            if (item instanceof AlertItem.Understood alert) {
                route(alert, open, slice);
            } else {
                slice.setAside(item, ((AlertItem.SetAside) item).cause().getMessage());
            }
        } while (reading.hasNext() && slice.cost < bytes);
        return new RoutedSlice(slice.events, slice.decisions, slice.setAside, slice.cost);
    }

    private void route(AlertItem.Understood item, OpenAlerts open, Slice slice) {
        try {
            route(item.index(), item.alert(), open, slice);
        } catch (RuntimeException e) {
            slice.setAside(item, "the relay failed to route it: " + e.getClass().getSimpleName());
        }
    }

    private void route(int index, Alert alert, OpenAlerts open, Slice slice) {
        Event event = pipeline.events().build(alert, stored.receipt());
        AlertRef ref = new AlertRef(stored.receipt(), stored.offset(), index);
        List<CaseFailure> failures = new ArrayList<>();
        Decided decided =
                pipeline.decide(ref, alert, event, stored.receivedAt(), formats.channels(), open, failures::add);
        slice.decided(decided.record());
        Map<Format, byte[]> bytes = new EnumMap<>(Format.class);
        for (String channel : decided.dispatch().channels()) {
            byte[] sent = bytes.computeIfAbsent(
                    formats.format(channel), format -> formats.bytes(channel, alert, common, event));
            slice.event(new RoutedEvent(
                    index,
                    alert.key(),
                    alert.status(),
                    alert.startsAt(),
                    event.title(),
                    channel,
                    decided.dispatch(),
                    decided.redone(),
                    failures,
                    sent));
        }
    }

    private static final class Slice {
        private final List<RoutedEvent> events = new ArrayList<>();
        private final List<DecisionRecord> decisions = new ArrayList<>();
        private final List<SetAsideAlert> setAside = new ArrayList<>();
        private long cost;

        private void event(RoutedEvent event) {
            events.add(event);
            cost += RECORD + event.event().length;
        }

        private void decided(DecisionRecord decision) {
            decisions.add(decision);
            cost += RECORD;
        }

        private void setAside(AlertItem item, String cause) {
            byte[] body = item.body().bytes();
            setAside.add(new SetAsideAlert(item.index(), cause, body));
            cost += RECORD + body.length;
        }
    }
}
