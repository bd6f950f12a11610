package io.alertrelay.explain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.alertrelay.alert.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What other rules would have done with received alerts.
 *
 * @param webhooks that could be read
 * @param unreadable that could not: they were in quarantine, or the integration's settings have changed
 * @param firings that were compared
 * @param recoveries, which were not compared: each follows its firing
 * @param channels how many of the firings go to each channel
 * @param changed firings that go to other channels
 * @param added firings that go to a channel to which they did not
 * @param removed firings that no longer go to a channel to which they did
 * @param intoDefault firings for which the default is used and was not
 * @param groups the firings that are different, by how they are
 * @param ungrouped of them, those that are in no group, because there would be too many groups
 */
@JsonPropertyOrder({
    "webhooks",
    "unreadable",
    "firings",
    "recoveries",
    "changed",
    "added",
    "removed",
    "into_default",
    "ungrouped",
    "channels",
    "groups"
})
public record WhatIfResult(
        long webhooks,
        long unreadable,
        long firings,
        long recoveries,
        SortedMap<String, Count> channels,
        long changed,
        long added,
        long removed,
        long intoDefault,
        @JsonIgnore Map<Difference, Group> groups,
        long ungrouped) {
    /** Nothing was received. */
    public static final WhatIfResult NOTHING = new WhatIfResult(0, 0, 0, 0, new TreeMap<>(), 0, 0, 0, 0, Map.of(), 0);

    static final int MOST_GROUPS = 1_000;

    public WhatIfResult {
        channels = Collections.unmodifiableSortedMap(new TreeMap<>(channels));
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    }

    /** How many firings go to a channel by the current rules and by the others. */
    public record Count(long before, long after) {
        Count plus(Count other) {
            return new Count(before + other.before, after + other.after);
        }
    }

    /**
     * How a firing is treated differently.
     *
     * @param before its channels by the current rules
     * @param after its channels by the others
     * @param intoDefault whether the default is used and was not
     */
    @JsonPropertyOrder({"before", "after", "removed", "added"})
    public record Difference(
            List<String> before, List<String> after, String whyBefore, String whyAfter, boolean intoDefault) {
        public Difference {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }

        /** The channels that it no longer goes to. */
        @JsonProperty
        public List<String> removed() {
            return before.stream().filter(c -> !after.contains(c)).toList();
        }

        /** The channels that it newly goes to. */
        @JsonProperty
        public List<String> added() {
            return after.stream().filter(c -> !before.contains(c)).toList();
        }
    }

    /**
     * Firings with the same difference.
     *
     * @param examples the first few received
     */
    public record Group(long count, List<Example> examples) {
        static final int EXAMPLES = 3;
        private static final Comparator<Example> FIRST = Comparator.comparing(Example::receivedAt)
                .thenComparing(Example::receipt)
                .thenComparingInt(Example::index);

        public Group {
            examples = List.copyOf(examples);
        }

        Group with(Example example) {
            boolean isLater = examples.size() == EXAMPLES && FIRST.compare(example, examples.get(EXAMPLES - 1)) > 0;
            return isLater ? new Group(count + 1, examples) : plus(new Group(1, List.of(example)));
        }

        Group plus(Group other) {
            List<Example> all = new ArrayList<>(examples);
            all.addAll(other.examples);
            all.sort(FIRST);
            return new Group(count + other.count, all.subList(0, Math.min(EXAMPLES, all.size())));
        }
    }

    /**
     * One firing.
     *
     * @param receipt of its webhook
     * @param index in the webhook, from 0
     * @param values its values of the keys that its matching cases look at; empty if it does not have the key
     */
    public record Example(
            String receipt,
            int index,
            Instant receivedAt,
            Severity severity,
            String title,
            Map<String, Optional<String>> values) {
        public Example {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /** The sum of both. */
    WhatIfResult plus(WhatIfResult other) {
        SortedMap<String, Count> sums = new TreeMap<>(channels);
        other.channels.forEach((channel, count) -> sums.merge(channel, count, Count::plus));
        Map<Difference, Group> all = new HashMap<>(groups);
        long left = ungrouped + other.ungrouped;
        for (Map.Entry<Difference, Group> entry : other.groups.entrySet()) {
            if (all.size() < MOST_GROUPS || all.containsKey(entry.getKey())) {
                all.merge(entry.getKey(), entry.getValue(), Group::plus);
            } else {
                left += entry.getValue().count();
            }
        }
        return new WhatIfResult(
                webhooks + other.webhooks,
                unreadable + other.unreadable,
                firings + other.firings,
                recoveries + other.recoveries,
                sums,
                changed + other.changed,
                added + other.added,
                removed + other.removed,
                intoDefault + other.intoDefault,
                all,
                left);
    }

    /** The groups for programs. */
    @JsonProperty("groups")
    private List<Line> lines() {
        return largest().stream()
                .map(entry -> new Line(
                        entry.getValue().count(),
                        entry.getKey(),
                        entry.getValue().examples()))
                .toList();
    }

    private record Line(long count, @JsonUnwrapped Difference difference, List<Example> examples) {}

    /** The groups, those with the most firings first. */
    List<Map.Entry<Difference, Group>> largest() {
        return groups.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Difference, Group> e) ->
                                -e.getValue().count())
                        .thenComparing(e -> e.getKey().toString()))
                .toList();
    }
}
