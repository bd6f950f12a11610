package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.arms.AlertItem;
import io.alertrelay.arms.ArmsBodyWriter;
import io.alertrelay.config.Format;
import io.alertrelay.flashduty.Event;
import io.alertrelay.record.AlertRef;
import io.alertrelay.routing.CaseMatches;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One alert of a webhook on its way through the router: the predicates and actions of {@code routes/router.camel.yaml},
 * in this order. An alert that fails is set aside and does not hold back the others of its webhook. Nothing is sent
 * here: events that are due are added to the slice.
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

    /** Whether it can't be understood, or no event can be made of it. */
    public boolean isUnreadable() {
        if (item instanceof AlertItem.SetAside one) {
            fault = Optional.of(String.valueOf(one.cause().getMessage()));
        } else {
            event = asked(() -> webhook.pipeline
                    .events()
                    .build(alert(), webhook.stored.receipt().toString()));
        }
        return fault.isPresent();
    }

    /** Whether it follows an earlier decision: it is the recovery of an open alert, or was decided before a crash. */
    public boolean isKnown() {
        known = asked(() -> open.known(ref(), alert(), webhook.formats.channels()))
                .flatMap(Function.identity());
        return known.isPresent();
    }

    /** Whether a case of the rules matches. */
    public boolean isMatched() {
        cases = asked(() -> webhook.pipeline.rules().matches(webhook.pipeline.facts(alert(), event.orElseThrow())));
        return cases.filter(CaseMatches::areEnough).isPresent();
    }

    /** Sends it to quarantine; the others of its webhook go on. */
    public void setAside() {
        slice.setAside(item, fault.orElseThrow());
    }

    /** Sends it where its firing went. */
    public void follow() {
        send(() -> known.orElseThrow());
    }

    /** Sends it where the cases say. */
    public void byCases() {
        byRules(() -> ByRules.byCases(webhook.pipeline.rules(), cases.orElseThrow(), webhook.formats.channels()));
    }

    /** Sends it to the default, and where the cases say if some of them failed. */
    public void byDefault() {
        byRules(() -> ByRules.withDefault(webhook.pipeline.rules(), cases.orElseThrow(), webhook.formats.channels()));
    }

    private void byRules(Supplier<Optional<ByRules>> rules) {
        Optional<ByRules> to = asked(rules).flatMap(Function.identity());
        if (to.isPresent()) {
            send(() -> open.byRules(ref(), alert(), webhook.stored.receivedAt(), to.get()));
        } else if (fault.isPresent()) {
            slice.setAside(item, fault.get());
        } else {
            // What the relay reports of itself, too: in quarantine that is no problem that it would report again.
            slice.setAside(item, ByRules.nowhere(webhook.pipeline.rules(), cases.orElseThrow()));
        }
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
        } catch (ArmsBodyWriter.TooLargeException e) {
            fault = Optional.of(String.valueOf(e.getMessage()));
            return Optional.empty();
        } catch (RuntimeException | StackOverflowError e) {
            fault = Optional.of("the relay failed to route it: " + e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private void send(Supplier<Decided> decision) {
        asked(() -> {
            Decided to = decision.get();
            // First: what is too large for one of the channels goes to none.
            Map<Format, byte[]> bytes = bytes(to);
            Decided decided = open.keep(to);
            slice.decided(decided.record());
            events(decided, bytes);
            return decided;
        });
        fault.ifPresent(cause -> slice.setAside(item, cause));
    }

    /** The bytes are made once for all channels with the same format. */
    private Map<Format, byte[]> bytes(Decided to) {
        Map<Format, byte[]> bytes = new EnumMap<>(Format.class);
        for (String channel : to.dispatch().channels()) {
            bytes.computeIfAbsent(
                    webhook.formats.format(channel),
                    format -> webhook.formats.bytes(channel, alert(), webhook.reading.common(), event.orElseThrow()));
        }
        return bytes;
    }

    private void events(Decided decided, Map<Format, byte[]> bytes) {
        for (String channel : decided.dispatch().channels()) {
            byte[] sent = Objects.requireNonNull(bytes.get(webhook.formats.format(channel)));
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
