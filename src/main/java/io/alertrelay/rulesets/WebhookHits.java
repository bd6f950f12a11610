package io.alertrelay.rulesets;

import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.Scope;
import io.alertrelay.reading.StartException;
import io.alertrelay.reading.WebhookScan;
import io.alertrelay.record.WebhookRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Evaluates the webhooks in Kafka.
 *
 * @param by how they are processed
 */
record WebhookHits(Ledger ledger, IntegrationPipeline by) implements HitCounts.StoredWebhooks {
    /** How many webhooks, of all integrations, one call evaluates: a second or two of work. */
    private static final long MOST = 25_000;

    @Override
    public Instant newest(Instant from, Instant to) throws StartException, InterruptedException {
        return WebhookScan.latest(ledger, from, to, MOST).from().orElseThrow();
    }

    @Override
    public Map<Instant, CaseHits> hits(Instant from, Instant to) throws StartException, InterruptedException {
        return WebhookScan.over(
                ledger,
                new Scope(Optional.of(from), Optional.of(to)),
                (topic, read, total) -> {},
                by.name(),
                this::bySteps,
                WebhookHits::sum,
                Map.of());
    }

    private Map<Instant, CaseHits> bySteps(List<WebhookRecord> webhooks) {
        return webhooks.stream()
                .collect(Collectors.groupingBy(
                        webhook -> HitCounts.step(webhook.receivedAt()),
                        Collectors.collectingAndThen(Collectors.toList(), its -> CaseHits.of(by, its))));
    }

    private static Map<Instant, CaseHits> sum(Map<Instant, CaseHits> some, Map<Instant, CaseHits> more) {
        Map<Instant, CaseHits> all = new TreeMap<>(some);
        more.forEach((step, hits) -> all.merge(step, hits, CaseHits::plus));
        return all;
    }
}
