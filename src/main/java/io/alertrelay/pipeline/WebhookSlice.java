package io.alertrelay.pipeline;

import io.alertrelay.arms.AlertItem;
import io.alertrelay.record.AlertIndexes;
import io.alertrelay.record.DecisionRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The next alerts of a webhook on their way through the router, and their results: at least one, and no more once it
 * takes that much memory. For one thread.
 */
public final class WebhookSlice implements Iterator<RoutableAlert> {
    /** The approximate memory of an event or a decision in addition to its bytes, as a record on its way to Kafka. */
    private static final int RECORD = 2_000;

    private final WebhookRouting webhook;
    private final OpenAlerts open;
    private final long most;
    private final List<RoutedEvent> events = new ArrayList<>();
    private final List<DecisionRecord> decisions = new ArrayList<>();
    private final List<SetAsideAlert> setAside = new ArrayList<>();
    private final SetAsideTogether together = new SetAsideTogether();
    private long cost;

    WebhookSlice(WebhookRouting webhook, OpenAlerts open, long most) {
        this.webhook = webhook;
        this.open = open;
        this.most = most;
    }

    @Override
    public boolean hasNext() {
        return cost < most && webhook.hasNext();
    }

    @Override
    public RoutableAlert next() {
        try {
            return new RoutableAlert(webhook, webhook.reading.next(), open, this);
        } catch (Error e) {
            // Camel's splitter handles exceptions only: after an Error the exchange would never end.
            throw new IllegalStateException("the next alert can't be read", e);
        }
    }

    /** The results of the alerts so far. */
    public RoutedSlice routed() {
        List<SetAsideAlert> all = new ArrayList<>(setAside);
        together.record().ifPresent(all::add);
        return new RoutedSlice(events, decisions, all, cost);
    }

    void event(RoutedEvent event) {
        events.add(event);
        cost += RECORD + event.bytes();
    }

    void decided(DecisionRecord decision) {
        decisions.add(decision);
        cost += RECORD + decision.dispatch().bytes();
    }

    void setAside(AlertItem item, String cause) {
        if (item instanceof AlertItem.SetAside one && !webhook.takesOwnRecord()) {
            cost += together.add(one);
            return;
        }
        byte[] body = item.body().bytes();
        setAside.add(new SetAsideAlert(AlertIndexes.of(item.index()), cause, body));
        cost += RECORD + webhook.stored.mediaType().length() + body.length;
    }
}
