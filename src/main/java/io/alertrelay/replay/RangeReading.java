package io.alertrelay.replay;

import io.alertrelay.alert.Severity;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.pipeline.OpenAlerts;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.pipeline.PreparedWebhook;
import io.alertrelay.pipeline.ReroutedAlert;
import io.alertrelay.reading.OrderedBatches;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.ReplayBounds;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.routing.Selector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the webhooks of the range of an order, and what is due for them by the current rules. For one thread, but where it says otherwise. */
final class RangeReading {
    private final ReplayReading reading;
    private final ReplayOrder order;
    private final Planner planner;
    private final Selector where;
    private final Set<String> seen;
    private final Map<Integer, OpenAlerts> open = new HashMap<>();

    /**
     * @param reading of which it is a part
     * @param where which alerts are chosen
     * @param seen receives the integrations whose webhooks are covered
     */
    RangeReading(ReplayReading reading, ReplayOrder order, Planner planner, Selector where, Set<String> seen) {
        this.reading = reading;
        this.order = order;
        this.planner = planner;
        this.where = where;
        this.seen = seen;
    }

    void read(TopicReader reader, EarliestTime since) {
        ReplayBounds bounds = order.bounds();
        long total = bounds.from().entrySet().stream()
                .mapToLong(begin -> Math.max(0, bounds.to().getOrDefault(begin.getKey(), 0L) - begin.getValue()))
                .sum();
        long[] read = {0};
        try (OrderedBatches<StoredRecord, List<ReadWebhook>> batches = new OrderedBatches<>(
                reading.threads(),
                records -> records.stream().flatMap(this::read).toList(),
                some -> some.forEach(this::webhook))) {
            String webhooks = reading.names().webhooks();
            reader.read(webhooks, bounds.from(), bounds.to(), record -> {
                since.add(record.storedAt());
                batches.add(record, record.bytes());
                reading.progress().read(webhooks, ++read[0], total);
                return true;
            });
            batches.finish();
        }
    }

    /** Called by several threads. */
    private Stream<ReadWebhook> read(StoredRecord record) {
        WebhookRecord webhook = WebhookRecord.of(record);
        Set<String> integrations = order.narrowing().integrations();
        if (!integrations.isEmpty() && !integrations.contains(webhook.integration())) {
            return Stream.of();
        }
        try {
            return Stream.of(
                    new ReadWebhook(webhook, Optional.of(reading.rerouter().prepare(webhook)), ""));
        } catch (UnreadableWebhookException | RuntimeException e) {
            // As in routing, a bad webhook does not hold back others, whatever is wrong with it.
            return Stream.of(new ReadWebhook(webhook, Optional.empty(), String.valueOf(e.getMessage())));
        }
    }

    private void webhook(ReadWebhook read) {
        WebhookRecord webhook = read.webhook();
        boolean covered =
                order.narrowing().covers(webhook.receipt().toString(), webhook.integration(), webhook.receivedAt());
        if (covered) {
            planner.webhook();
            seen.add(webhook.integration());
        }
        read.prepared()
                .ifPresentOrElse(
                        prepared -> candidates(prepared, covered), () -> unreadable(webhook, read.cause(), covered));
    }

    private void unreadable(WebhookRecord webhook, String cause, boolean covered) {
        if (covered) {
            planner.unreadable(webhook.receipt().toString(), cause);
        }
    }

    private void candidates(PreparedWebhook prepared, boolean covered) {
        try {
            WebhookRecord webhook = prepared.webhook();
            OpenAlerts alerts = open.computeIfAbsent(
                    webhook.receipt().partition(),
                    p -> OpenAlerts.none(reading.config().routing().openAlertMaxAge()));
            reading.rerouter().reroute(prepared, alerts).forEach(alert -> candidate(webhook, alert, covered));
        } catch (Planner.PlanTooLargeException e) {
            throw e;
        } catch (RuntimeException e) {
            unreadable(prepared.webhook(), String.valueOf(e.getMessage()), covered);
        }
    }

    private void candidate(WebhookRecord webhook, ReroutedAlert alert, boolean covered) {
        AlertRef source = new AlertRef(webhook.receipt(), alert.index());
        planner.received(alert.alert().key(), source, alert.alert().status());
        if (covered && alert.now().isEmpty()) {
            planner.unreadable(source.toString(), "the relay failed to route it");
        }
        alert.now()
                .filter(now -> covered && isChosen(now))
                .ifPresent(now -> planner.candidate(new Candidate(
                        source,
                        alert.alert().key(),
                        now.title(),
                        alert.alert().status(),
                        now.dispatch().severity(),
                        now.dispatch().channels(),
                        now.dispatch().rules(),
                        now.dispatch().why(),
                        Optional.empty(),
                        Pipelines.isTestOrHeartbeat(alert.alert()),
                        Optional.empty())));
    }

    private boolean isChosen(ReroutedAlert.CurrentRoute now) {
        Set<Severity> severities = order.narrowing().severities();
        return (severities.isEmpty() || severities.contains(now.dispatch().severity())) && where.chooses(now.facts());
    }

    /**
     * A webhook of the range, read.
     *
     * @param prepared empty if it can't be routed
     * @param cause why not; otherwise empty
     */
    private record ReadWebhook(WebhookRecord webhook, Optional<PreparedWebhook> prepared, String cause) {}
}
