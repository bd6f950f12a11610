package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.routing.Decision;
import io.alertrelay.routing.Facts;
import io.alertrelay.routing.MatchedCase;
import io.alertrelay.routing.RuleWarning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks over webhooks that came in whether the name mappings of an integration's rules find channels. Immutable, so safe
 * to share between threads.
 */
public final class MappingSurvey {
    private static final int MOST_VALUES = 1_000;
    private static final int SHOWN = 5;

    private final IntegrationPipeline pipeline;
    private final Map<Integer, String> labels;

    /** @param pipeline what is done with the webhooks of the integration */
    public MappingSurvey(IntegrationPipeline pipeline) {
        this.pipeline = pipeline;
        this.labels = pipeline.rules().mappings();
    }

    /** Whether the rules have a name mapping at all. */
    public boolean isNeeded() {
        return !labels.isEmpty();
    }

    /**
     * What was found.
     *
     * @param firings that came in
     * @param cases by the number of the case
     */
    public record Found(long firings, Map<Integer, Mapping> cases) {
        /** Nothing came in. */
        public static final Found NOTHING = new Found(0, Map.of());

        public Found {
            cases = Map.copyOf(cases);
        }

        /** Both together. */
        public Found plus(Found other) {
            Map<Integer, Mapping> sum = new HashMap<>(cases);
            other.cases.forEach((number, mapping) -> sum.merge(number, mapping, Mapping::plus));
            return new Found(firings + other.firings, sum);
        }
    }

    /**
     * What came of one case.
     *
     * @param hits firings for which it found a channel
     * @param misses the values that are no channel's name, and how often each came
     */
    public record Mapping(long hits, Map<String, Long> misses) {
        public Mapping {
            misses = Map.copyOf(misses);
        }

        Mapping plus(Mapping other) {
            Map<String, Long> sum = new HashMap<>(misses);
            other.misses.forEach((value, count) -> {
                if (sum.size() < MOST_VALUES || sum.containsKey(value)) {
                    sum.merge(value, count, Long::sum);
                }
            });
            return new Mapping(hits + other.hits, sum);
        }
    }

    /** What comes of these webhooks, all of the integration. Never throws, whatever the bodies. */
    public Found look(List<StoredWebhook> webhooks) {
        long firings = 0;
        Map<Integer, Mapping> cases = new HashMap<>();
        for (StoredWebhook webhook : webhooks) {
            try {
                for (Alert alert :
                        pipeline.reader().read(webhook.sender(), webhook.body()).alerts()) {
                    if (alert.status() == AlertStatus.FIRING) {
                        firings++;
                        look(pipeline.facts(alert), cases);
                    }
                }
            } catch (UnreadableWebhookException | RuntimeException e) {
                // Routing says of it what is wrong with it.
            }
        }
        return new Found(firings, cases);
    }

    private void look(Facts facts, Map<Integer, Mapping> cases) {
        Decision decision = pipeline.rules().decide(facts);
        for (MatchedCase matched : decision.matched()) {
            String label = labels.get(matched.number());
            if (label != null) {
                Mapping one = matched.channels().isEmpty()
                        ? new Mapping(0, Map.of(facts.labels().getOrDefault(label, ""), 1L))
                        : new Mapping(1, Map.of());
                cases.merge(matched.number(), one, Mapping::plus);
            }
        }
    }

    /**
     * A warning for each mapping that found no channel for any alert. None if no alert came in, which tells nothing.
     *
     * @param when the time that was looked at, as {@code the last 24h}
     */
    public List<RuleWarning> warnings(Found found, String when) {
        List<RuleWarning> warnings = new ArrayList<>();
        new TreeMap<>(labels).forEach((number, label) -> {
            Mapping mapping = found.cases().getOrDefault(number, new Mapping(0, Map.of()));
            if (found.firings() > 0 && mapping.hits() == 0) {
                warnings.add(new RuleWarning(
                        "cases[" + (number - 1) + "].name_mapping_label",
                        mapping.misses().isEmpty()
                                ? "none of the " + found.firings() + " firing alerts of " + when
                                        + " came to this name mapping"
                                : "for no alert of " + when + " labels." + label + " was the name of a channel: found "
                                        + shown(mapping.misses()),
                        mapping.misses().isEmpty()
                                ? "ask relay explain why, or leave the case out"
                                : "give a channel that name, or use another label"));
            }
        });
        return warnings;
    }

    private static String shown(Map<String, Long> misses) {
        List<String> first = misses.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(SHOWN)
                .map(e -> (e.getKey().isEmpty() ? "none" : '"' + e.getKey() + '"') + " (" + e.getValue() + ")")
                .toList();
        return String.join(", ", first) + (misses.size() > SHOWN ? " and " + (misses.size() - SHOWN) + " others" : "");
    }
}
