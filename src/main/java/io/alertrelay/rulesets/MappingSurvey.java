package io.alertrelay.rulesets;

import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.record.RuleSetDefinition;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.routing.Decision;
import io.alertrelay.routing.Facts;
import io.alertrelay.routing.MatchedCase;
import io.alertrelay.routing.RuleWarning;
import io.alertrelay.text.OneLine;
import io.alertrelay.text.Plural;
import io.alertrelay.text.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/**
 * Checks against received webhooks whether the name mappings of an integration's rules find channels, and whether
 * alerts fell to the default because a label is misspelt. Immutable and thread-safe.
 */
final class MappingSurvey {
    private static final Pattern PATTERN = Pattern.compile("^/.*/$|^(cidr|num):|[*?]");
    private static final String LABELS = "labels.";

    private static final int MOST_VALUES = 1_000;
    private static final int SHOWN = 5;
    private static final int LONGEST = 100;

    private final IntegrationPipeline pipeline;
    private final Map<Integer, String> labels;
    private final Map<String, Set<String>> values;

    /** @param pipeline the pipeline of the integration */
    MappingSurvey(IntegrationPipeline pipeline) {
        this.pipeline = pipeline;
        this.labels = pipeline.rules().mappings();
        this.values = pipeline.rules().definition().map(MappingSurvey::values).orElse(Map.of());
    }

    /** The values that the rules expect of each label, except patterns. */
    private static Map<String, Set<String>> values(RuleSetDefinition rules) {
        Map<String, Set<String>> values = new TreeMap<>();
        rules.cases().stream()
                .flatMap(one -> one.conditions().stream())
                .filter(condition ->
                        condition.key().startsWith(LABELS) && condition.oper().equals("IN"))
                .forEach(condition -> condition.vals().stream()
                        .filter(value -> !PATTERN.matcher(value).find())
                        .forEach(value -> values.computeIfAbsent(
                                        condition.key().substring(LABELS.length()), label -> new TreeSet<>())
                                .add(value)));
        return values;
    }

    /** Whether there is anything to check. */
    boolean isNeeded() {
        return !labels.isEmpty() || !values.isEmpty();
    }

    /**
     * A label of an alert that fell to the default.
     *
     * @param near the value of a rule that it nearly matches
     */
    record Misspelt(String label, String value, String near) {}

    /**
     * What was found.
     *
     * @param firings that were received
     * @param cases by the number of the case
     * @param misspelt how often each was received
     */
    record Survey(long firings, Map<Integer, MappingHits> cases, Map<Misspelt, Long> misspelt) {
        /** Nothing was received. */
        public static final Survey NOTHING = new Survey(0, Map.of(), Map.of());

        Survey {
            cases = Map.copyOf(cases);
            misspelt = Map.copyOf(misspelt);
        }

        /** The sum of both. */
        Survey plus(Survey other) {
            Map<Integer, MappingHits> sum = new HashMap<>(cases);
            other.cases.forEach((number, mapping) -> sum.merge(number, mapping, MappingHits::plus));
            return new Survey(firings + other.firings, sum, bounded(misspelt, other.misspelt));
        }
    }

    /**
     * The result of one case.
     *
     * @param hits firings for which it found a channel
     * @param misses the values that are no channel's name, made short and safe, and how often each was received
     */
    record MappingHits(long hits, Map<String, Long> misses) {
        MappingHits {
            misses = Map.copyOf(misses);
        }

        MappingHits plus(MappingHits other) {
            return new MappingHits(hits + other.hits, bounded(misses, other.misses));
        }
    }

    private static <K> Map<K, Long> bounded(Map<K, Long> one, Map<K, Long> other) {
        Map<K, Long> sum = new HashMap<>(one);
        other.forEach((value, count) -> {
            if (sum.size() < MOST_VALUES || sum.containsKey(value)) {
                sum.merge(value, count, Long::sum);
            }
        });
        return sum;
    }

    /** Evaluates these webhooks, all of this integration. Never throws, whatever the bodies. */
    Survey look(List<WebhookRecord> webhooks) {
        LongAdder firings = new LongAdder();
        Map<Integer, MappingHits> cases = new HashMap<>();
        Map<Misspelt, Long> misspelt = new HashMap<>();
        new FiringAlerts(pipeline, webhooks).forEach(alert -> {
            firings.increment();
            look(pipeline.facts(alert), cases, misspelt);
        });
        return new Survey(firings.sum(), cases, misspelt);
    }

    private void look(Facts facts, Map<Integer, MappingHits> cases, Map<Misspelt, Long> misspelt) {
        Decision decision = pipeline.rules().decide(facts);
        if (decision.byDefault()) {
            values.forEach((label, wanted) -> Optional.ofNullable(facts.labels().get(label))
                    .ifPresent(value -> Suggestion.nearest(value, wanted)
                            .ifPresent(near -> misspelt.merge(new Misspelt(label, line(value), near), 1L, Long::sum))));
        }
        for (MatchedCase matched : decision.matched()) {
            String label = labels.get(matched.number());
            if (label != null) {
                MappingHits one = matched.channels().isEmpty()
                        ? new MappingHits(0, Map.of(line(facts.labels().getOrDefault(label, "")), 1L))
                        : new MappingHits(1, Map.of());
                cases.merge(matched.number(), one, MappingHits::plus);
            }
        }
    }

    /** Senders may send anything, of up to a mebibyte; a thousand of these values are kept and printed. */
    private static String line(String value) {
        if (value.length() <= LONGEST) {
            return OneLine.of(value);
        }
        int end = Character.isHighSurrogate(value.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return OneLine.of(value.substring(0, end)) + "…";
    }

    /**
     * A warning for each mapping that found no channel for any alert. None if no alert was received, which proves
     * nothing.
     *
     * @param when the examined period, such as {@code the last 24h}
     */
    List<RuleWarning> warnings(Survey found, String when) {
        List<RuleWarning> warnings = new ArrayList<>();
        new TreeMap<>(labels).forEach((number, label) -> {
            MappingHits mapping = found.cases().getOrDefault(number, new MappingHits(0, Map.of()));
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
        found.misspelt().entrySet().stream()
                .sorted(Map.Entry.<Misspelt, Long>comparingByValue()
                        .reversed()
                        .thenComparing(one -> one.getKey().toString()))
                .limit(SHOWN)
                .forEach(one -> warnings.add(misspelt(one.getKey(), one.getValue(), when)));
        return warnings;
    }

    private static RuleWarning misspelt(Misspelt one, long count, String when) {
        return new RuleWarning(
                "default",
                Plural.of(count, "alert") + " of " + when + " fell to the default with labels." + one.label() + " \""
                        + one.value() + "\", which is nearly \"" + one.near() + "\"",
                "mend the label where the alert is made, or add the value to the rule");
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
