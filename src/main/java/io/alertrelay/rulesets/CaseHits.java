package io.alertrelay.rulesets;

import io.alertrelay.alert.Alert;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.routing.Decision;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each case of an integration's rules matches. Firing alerts are counted, each as if it opened its alert, as
 * what-if does.
 *
 * @param firings that were evaluated
 * @param cases how many alerts each case matched, by its number, from 1, in that order; without cases that matched none
 * @param byDefault how many went to the default
 */
public record CaseHits(long firings, Map<Integer, Long> cases, long byDefault) {
    /** The hits of no webhooks. */
    public static final CaseHits NONE = new CaseHits(0, Map.of(), 0);

    public CaseHits {
        // In the order of the rules, also in answers.
        cases = Collections.unmodifiableMap(new TreeMap<>(cases));
    }

    /** The hits of these webhooks, all of this integration. Never throws, whatever the bodies. */
    public static CaseHits of(IntegrationPipeline pipeline, List<WebhookRecord> webhooks) {
        Counting counting = new Counting(pipeline);
        new FiringAlerts(pipeline, webhooks).forEach(counting::add);
        return new CaseHits(counting.firings, counting.cases, counting.byDefault);
    }

    /** The sum of both. */
    public CaseHits plus(CaseHits other) {
        Map<Integer, Long> sums = new TreeMap<>(cases);
        other.cases.forEach((number, count) -> sums.merge(number, count, Long::sum));
        return new CaseHits(firings + other.firings, sums, byDefault + other.byDefault);
    }

    /** For one thread. */
    private static final class Counting {
        private final IntegrationPipeline pipeline;
        private final Map<Integer, Long> cases = new TreeMap<>();
        private long firings;
        private long byDefault;

        Counting(IntegrationPipeline pipeline) {
            this.pipeline = pipeline;
        }

        void add(Alert firing) {
            Decision decision = pipeline.rules().decide(pipeline.facts(firing));
            decision.matched().forEach(matched -> cases.merge(matched.number(), 1L, Long::sum));
            byDefault += decision.byDefault() ? 1 : 0;
            firings++;
        }
    }
}
