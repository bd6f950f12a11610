package io.alertrelay.rulesets;

import io.alertrelay.alert.Alert;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.record.ConditionDefinition;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Checks against received webhooks whether the name mappings of an integration's rules find channels, whether alerts
 * have the labels that the rules ask for, and whether they fell to the default because a label is misspelt. Thread-safe.
 */
final class MappingSurvey {
    private static final Pattern PATTERN = Pattern.compile("^/.*/$|^(cidr|num):|[*?]");
    private static final String LABELS = "labels.";

    private static final int MOST_VALUES = 1_000;
    private static final int SHOWN = 5;
    private static final int LONGEST = 100;

    private final IntegrationPipeline pipeline;
    private final Map<Integer, String> labels;
    private final NearValues near;
    private final Map<String, Asking> asked;

    /** The first condition that asks for a label, from 1 and from 0. */
    private record Asking(int number, int condition) {}

    /** @param pipeline the pipeline of the integration */
    MappingSurvey(IntegrationPipeline pipeline) {
        this.pipeline = pipeline;
        this.labels = pipeline.rules().mappings();
        this.near = new NearValues(
                pipeline.rules().definition().map(MappingSurvey::values).orElse(Map.of()));
        this.asked = pipeline.rules().definition().map(MappingSurvey::asked).orElse(Map.of());
    }

    /** The values that the rules expect of each label, except patterns. */
    private static Map<String, Set<String>> values(RuleSetDefinition rules) {
        Map<String, Set<String>> values = new TreeMap<>();
        rules.cases().stream()
                .flatMap(one -> one.conditions().stream())
                .filter(MappingSurvey::asksForALabel)
                .forEach(condition -> condition.vals().stream()
                        .filter(value -> !PATTERN.matcher(value).find())
                        .forEach(value -> values.computeIfAbsent(
                                        condition.key().substring(LABELS.length()), label -> new TreeSet<>())
                                .add(value)));
        return values;
    }

    /** The labels that the rules ask for, and where they do first. */
    private static Map<String, Asking> asked(RuleSetDefinition rules) {
        Map<String, Asking> asked = new TreeMap<>();
        for (int i = 0; i < rules.cases().size(); i++) {
            List<ConditionDefinition> conditions = rules.cases().get(i).conditions();
            for (int j = 0; j < conditions.size(); j++) {
                if (asksForALabel(conditions.get(j))) {
                    asked.putIfAbsent(conditions.get(j).key().substring(LABELS.length()), new Asking(i + 1, j));
                }
            }
        }
        return asked;
    }

    private static boolean asksForALabel(ConditionDefinition condition) {
        return condition.key().startsWith(LABELS) && condition.oper().equals("IN");
    }

    /** Whether there is anything to check. */
    boolean isNeeded() {
        return !labels.isEmpty() || !asked.isEmpty();
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
     * @param had those of the labels that the rules ask for which some of them have
     * @param others names of the labels that they have
     */
    record Survey(
            long firings,
            Map<Integer, MappingHits> cases,
            Map<Misspelt, Long> misspelt,
            Set<String> had,
            Set<String> others) {
        /** Nothing was received. */
        public static final Survey NOTHING = new Survey(0, Map.of(), Map.of(), Set.of(), Set.of());

        Survey {
            cases = Map.copyOf(cases);
            misspelt = Map.copyOf(misspelt);
            had = Set.copyOf(had);
            others = Set.copyOf(others);
        }

        /** The sum of both. */
        Survey plus(Survey other) {
            Map<Integer, MappingHits> sum = new HashMap<>(cases);
            other.cases.forEach((number, mapping) -> sum.merge(number, mapping, MappingHits::plus));
            Set<String> both = new HashSet<>(had);
            both.addAll(other.had);
            Set<String> names = new TreeSet<>(others);
            other.others.forEach(name -> addBounded(names, name));
            return new Survey(firings + other.firings, sum, bounded(misspelt, other.misspelt), both, names);
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

    private static void addBounded(Set<String> names, String name) {
        if (names.size() < MOST_VALUES && name.length() <= LONGEST) {
            names.add(name);
        }
    }

    /** Evaluates these webhooks, all of this integration. Never throws, whatever the bodies. */
    Survey look(List<WebhookRecord> webhooks) {
        Look look = new Look();
        new FiringAlerts(pipeline, webhooks).forEach(look::at);
        return new Survey(look.firings, look.cases, look.misspelt, look.had, look.others);
    }

    /** At some webhooks. For one thread. */
    private final class Look {
        private final Map<Integer, MappingHits> cases = new HashMap<>();
        private final Map<Misspelt, Long> misspelt = new HashMap<>();
        private final Set<String> had = new HashSet<>();
        private final Set<String> others = new HashSet<>();
        private long firings;

        private void at(Alert alert) {
            firings++;
            Facts facts = pipeline.facts(alert);
            facts.labels().keySet().forEach(name -> addBounded(others, name));
            asked.keySet().stream().filter(facts.labels()::containsKey).forEach(had::add);
            Decision decision = pipeline.rules().decide(facts);
            if (decision.byDefault()) {
                near.labels()
                        .forEach(label -> Optional.ofNullable(facts.labels().get(label))
                                .ifPresent(value -> near.to(label, value)
                                        .ifPresent(one ->
                                                misspelt.merge(new Misspelt(label, line(value), one), 1L, Long::sum))));
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
     * A warning for each mapping that found no channel for any alert, and for each label that no alert has. None if no
     * alert was received, which proves nothing.
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
        asked.forEach((label, asking) -> {
            if (found.firings() > 0 && !found.had().contains(label)) {
                meant(label, found.others()).ifPresent(other -> warnings.add(missing(label, asking, other, when)));
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

    /** Empty if no name is like it: the label may be that of a sender from which nothing came in this time. */
    private static Optional<String> meant(String label, Set<String> others) {
        // Names of the same thing are often longer, by more than a slip: clustername for cluster. Not if they only end
        // with it: a rule for the label name of another sender does not mean alertname.
        return Suggestion.nearest(label, others)
                .or(() -> others.stream()
                        .filter(other -> other.startsWith(label))
                        .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder())));
    }

    private static RuleWarning missing(String label, Asking asking, String other, String when) {
        return new RuleWarning(
                "cases[" + (asking.number() - 1) + "].if[" + asking.condition() + "].key",
                "no firing alert of " + when + " has the label " + label + ", which case " + asking.number()
                        + " asks for",
                "did you mean " + LABELS + line(other) + "?");
    }

    private static RuleWarning misspelt(Misspelt one, long count, String when) {
        return new RuleWarning(
                "default",
                Plural.of(count, "alert") + " of " + when + " fell to the default with labels." + one.label() + " \""
                        + one.value() + "\", which is nearly \"" + one.near() + "\"",
                "fix the label where the alert is made, or add the value to the rule");
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
