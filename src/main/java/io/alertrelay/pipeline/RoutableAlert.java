package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.arms.AlertItem;
import io.alertrelay.config.Format;
import io.alertrelay.flashduty.Event;
import io.alertrelay.record.AlertRef;
import io.alertrelay.routing.CaseMatches;
import io.alertrelay.routing.Decision;
import io.alertrelay.routing.RuleSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One alert of a webhook on its way through the router: the questions that {@code routes/router.camel.yaml} asks of it,
 * in this order, and what it does with it. What goes wrong with it sets it aside, and keeps no other one of its webhook
 * back. Nothing is sent here: what is due is added to the slice.
 */
public final class RoutableAlert {
    private final WebhookRouting webhook;
    private final AlertItem item;
    private final OpenAlerts open;
    private final WebhookSlice slice;
    private Optional<String> fault = Optional.empty();
    private Optional<Event> event = Optional.empty();
    private Optional<Decided> known = Optional.empty();
    private Optional<CaseMatches> cases = Optional.empty();

    RoutableAlert(WebhookRouting webhook, AlertItem item, OpenAlerts open, WebhookSlice slice) {
        this.webhook = webhook;
        this.item = item;
        this.open = open;
        this.slice = slice;
    }

    /** Whether it is not understood, or no event can be made of it. */
    public boolean isUnreadable() {
        if (item instanceof AlertItem.SetAside one) {
            fault = Optional.of(one.cause().getMessage());
        } else {
            event = asked(() -> webhook.pipeline
                    .events()
                    .build(alert(), webhook.stored.receipt().toString()));
        }
        return fault.isPresent();
    }

    /** Whether it follows what was decided: it is the recovery of an open alert, or was decided before a crash. */
    public boolean isKnown() {
        known = asked(() -> open.known(ref(), alert(), webhook.formats.channels()))
                .flatMap(Function.identity());
        return known.isPresent();
    }

    /** Whether a case of the rules says where it goes. */
    public boolean isMatched() {
        cases = asked(() -> webhook.pipeline.rules().matches(webhook.pipeline.facts(alert(), event.orElseThrow())));
        return cases.filter(CaseMatches::areEnough).isPresent();
    }

    /** Into quarantine, it alone. */
    public void setAside() {
        slice.setAside(item, fault.orElseThrow());
    }

    /** To where its firing went. */
    public void follow() {
        send(() -> known.orElseThrow());
    }

    /** To where the cases say. */
    public void byCases() {
        byRules(RuleSet::byCases);
    }

    /** To the default, and to where the cases say if some of them failed. */
    public void byDefault() {
        byRules(RuleSet::withDefault);
    }

    private void byRules(BiFunction<RuleSet, CaseMatches, Decision> decision) {
        send(() -> open.byRules(
                ref(),
                alert(),
                webhook.stored.receivedAt(),
                decision.apply(webhook.pipeline.rules(), cases.orElseThrow())));
    }

    private Alert alert() {
        return ((AlertItem.Understood) item).alert();
    }

    private AlertRef ref() {
        return new AlertRef(webhook.stored.receipt(), item.index());
    }

    private <T> Optional<T> asked(Supplier<T> question) {
        try {
            return fault.isPresent() ? Optional.empty() : Optional.of(question.get());
        } catch (RuntimeException | StackOverflowError e) {
            fault = Optional.of("the relay failed to route it: " + e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private void send(Supplier<Decided> decision) {
        asked(() -> {
            Decided decided = open.keep(decision.get());
            slice.decided(decided.record());
            events(decided);
            return decided;
        });
        fault.ifPresent(cause -> slice.setAside(item, cause));
    }

    /** The bytes are made once for all channels with the same format. */
    private void events(Decided decided) {
        Map<Format, byte[]> bytes = new EnumMap<>(Format.class);
        for (String channel : decided.dispatch().channels()) {
            byte[] sent = bytes.computeIfAbsent(
                    webhook.formats.format(channel),
                    format -> webhook.formats.bytes(channel, alert(), webhook.reading.common(), event.orElseThrow()));
            slice.event(new RoutedEvent(
                    item.index(),
                    alert().key(),
                    alert().status(),
                    alert().startsAt(),
                    event.orElseThrow().title(),
                    channel,
                    decided.dispatch(),
                    decided.redone(),
                    cases.map(CaseMatches::failures).orElse(List.of()),
                    sent));
        }
    }
}
