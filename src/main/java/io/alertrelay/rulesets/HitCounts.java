package io.alertrelay.rulesets;

import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.reading.StartException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Counts how often the cases of rules matched during the last day. Counts are kept by the minute, as long as the
 * integration is processed in the same way: a call evaluates the webhooks of the minutes that are not over, and a
 * bounded number of the newest that were not counted yet. So the first calls reach back further and further, and later
 * ones are quick; in a storm a call counts only the newest. For one thread at a time.
 */
final class HitCounts {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration STEP = Duration.ofMinutes(1);
    /** A webhook is stored within seconds after it was received, or not at all. */
    private static final Duration STORED = Duration.ofMinutes(1);

    private static final int MOST_INTEGRATIONS = 16;

    /** For each integration that was asked about recently. */
    private final Map<String, Counted> counted = new LinkedHashMap<>(MOST_INTEGRATIONS, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Counted> eldest) {
            return size() > MOST_INTEGRATIONS;
        }
    };

    /** @param steps the hits of each step that was counted, by its beginning */
    private record Counted(IntegrationPipeline by, NavigableMap<Instant, CaseHits> steps) {}

    /**
     * The result of a call.
     *
     * @param from the time from which webhooks are counted
     * @param complete whether that is a whole day; otherwise the next call reaches back further
     */
    record Look(Instant from, boolean complete, CaseHits hits) {}

    /** The stored webhooks. */
    interface StoredWebhooks {
        /** The beginning of the later part of a period, with no more webhooks than one call may evaluate. */
        Instant newest(Instant from, Instant to) throws StartException, InterruptedException;

        /** The hits of the webhooks received during a period, by their steps. */
        Map<Instant, CaseHits> hits(Instant from, Instant to) throws StartException, InterruptedException;
    }

    /** The beginning of the step to which a time belongs. */
    static Instant step(Instant time) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), STEP.toSeconds()) * STEP.toSeconds());
    }

    /**
     * Counts.
     *
     * @param by how the webhooks of the integration are processed now
     * @param webhooks by the steps of {@link #step}
     */
    Look look(IntegrationPipeline by, Instant now, StoredWebhooks webhooks)
            throws StartException, InterruptedException {
        NavigableMap<Instant, CaseHits> steps = steps(by);
        Instant first = step(now.minus(DAY)).plus(STEP);
        Instant open = step(now.minus(STORED));
        steps.headMap(first, false).clear();
        Instant running = webhooks.newest(open, now);
        if (running.isAfter(open)) {
            return new Look(running, false, sum(webhooks.hits(running, now)));
        }
        Instant end = counted(steps, first, open);
        if (end.isAfter(first)) {
            Instant begin = step(webhooks.newest(before(steps, first, end), end));
            Map<Instant, CaseHits> more = webhooks.hits(begin, end);
            for (Instant step = begin; step.isBefore(end); step = step.plus(STEP)) {
                steps.put(step, more.getOrDefault(step, CaseHits.NONE));
            }
        }
        Instant from = counted(steps, first, open);
        return new Look(
                from, !from.isAfter(first), sum(steps.subMap(from, open)).plus(sum(webhooks.hits(open, now))));
    }

    private static CaseHits sum(Map<Instant, CaseHits> steps) {
        return steps.values().stream().reduce(CaseHits.NONE, CaseHits::plus);
    }

    private NavigableMap<Instant, CaseHits> steps(IntegrationPipeline by) {
        Counted before = counted.get(by.name());
        if (before == null || before.by() != by) {
            before = new Counted(by, new TreeMap<>());
            counted.put(by.name(), before);
        }
        return before.steps();
    }

    /** Goes back as far as all steps before {@code end} are counted. */
    private static Instant counted(NavigableMap<Instant, CaseHits> steps, Instant first, Instant end) {
        Instant begin = end;
        while (begin.isAfter(first) && steps.containsKey(begin.minus(STEP))) {
            begin = begin.minus(STEP);
        }
        return begin;
    }

    /** Goes back as far as no step before {@code end} is counted. */
    private static Instant before(NavigableMap<Instant, CaseHits> steps, Instant first, Instant end) {
        Instant last = steps.lowerKey(end);
        return last == null ? first : last.plus(STEP);
    }
}
