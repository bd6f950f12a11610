package io.alertrelay.routing;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.DefaultDefinition;
import io.alertrelay.record.RoutingMode;
import io.alertrelay.record.RuleSetDefinition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The difference between two sets of rules. Cases that are the same and in the same order are skipped; the others are
 * reported as moved, changed, removed or added.
 *
 * @param cases in the order of the rules
 * @param byDefault the old and the new default, if they differ
 */
public record RulesDiff(
        List<Change> cases, @JsonProperty("default") Optional<DefaultChange> byDefault) {
    public RulesDiff {
        cases = List.copyOf(cases);
    }

    /** What happened to a case; cases are counted from 1. */
    @JsonPropertyOrder("what")
    public sealed interface Change {
        /** In a word. */
        @JsonProperty("what")
        default String what() {
            return getClass().getSimpleName().toLowerCase(Locale.ROOT);
        }

        /** It is only in the old rules. */
        record Removed(
                @JsonProperty("from") int number,
                @JsonProperty("before") CaseDefinition definition) implements Change {}

        /** It is only in the new rules. */
        record Added(
                @JsonProperty("to") int number,
                @JsonProperty("after") CaseDefinition definition) implements Change {}

        /** It is the same, but at another place. */
        record Moved(
                int from, int to, @JsonProperty("after") CaseDefinition definition) implements Change {}

        /** It has the same conditions or the same channels, but something else differs. */
        record Changed(int from, int to, CaseDefinition before, CaseDefinition after) implements Change {}
    }

    /** The defaults. */
    public record DefaultChange(DefaultDefinition before, DefaultDefinition after) {}

    /** Compares the rules; channels are equal if they are referred to in the same way. */
    public static RulesDiff of(RuleSetDefinition before, RuleSetDefinition after) {
        DefaultDefinition none = new DefaultDefinition(List.of());
        DefaultDefinition was = before.byDefault().orElse(none);
        DefaultDefinition is = after.byDefault().orElse(none);
        return new RulesDiff(
                new CaseDiff(before.cases(), after.cases()).changes(),
                was.equals(is) ? Optional.empty() : Optional.of(new DefaultChange(was, is)));
    }

    /** Whether there is no difference. */
    public boolean isEmpty() {
        return cases.isEmpty() && byDefault.isEmpty();
    }

    /** One comparison of two lists of cases; in memory that grows with their length, of which rules have no bound. */
    private static final class CaseDiff {
        private final List<CaseDefinition> before;
        private final List<CaseDefinition> after;
        private final SortedSet<Integer> removed = new TreeSet<>();
        private final SortedSet<Integer> added = new TreeSet<>();
        /** By each thing that makes two cases alike, the places of the added ones that have it. */
        private final Map<Object, Deque<Integer>> addedWith = new HashMap<>();

        CaseDiff(List<CaseDefinition> before, List<CaseDefinition> after) {
            this.before = before;
            this.after = after;
            IntStream.range(0, before.size()).forEach(removed::add);
            IntStream.range(0, after.size()).forEach(added::add);
            skipUnchanged();
        }

        List<Change> changes() {
            for (int to : added) {
                CaseDefinition one = after.get(to);
                for (Object with : List.of(one, one.conditions(), Target.of(one))) {
                    addedWith.computeIfAbsent(with, w -> new ArrayDeque<>()).add(to);
                }
            }
            List<Change> changes = new ArrayList<>();
            for (int from : List.copyOf(removed)) {
                takeAdded(from, List.of(before.get(from)))
                        .ifPresent(to -> changes.add(new Change.Moved(from + 1, to + 1, after.get(to))));
            }
            for (int from : List.copyOf(removed)) {
                CaseDefinition one = before.get(from);
                takeAdded(from, List.of(one.conditions(), Target.of(one)))
                        .ifPresent(to -> changes.add(new Change.Changed(from + 1, to + 1, one, after.get(to))));
            }
            removed.forEach(from -> changes.add(new Change.Removed(from + 1, before.get(from))));
            added.forEach(to -> changes.add(new Change.Added(to + 1, after.get(to))));
            return changes;
        }

        /** The first added case that the removed one became: it has one of these things. */
        private Optional<Integer> takeAdded(int from, List<Object> with) {
            Optional<Integer> found =
                    with.stream().flatMap(thing -> firstAdded(thing).stream()).min(Comparator.naturalOrder());
            found.ifPresent(to -> {
                removed.remove(from);
                added.remove(to);
            });
            return found;
        }

        private Optional<Integer> firstAdded(Object with) {
            Deque<Integer> places = addedWith.getOrDefault(with, new ArrayDeque<>());
            while (!places.isEmpty() && !added.contains(places.peek())) {
                places.poll();
            }
            return Optional.ofNullable(places.peek());
        }

        /**
         * Unchanged cases are the longest common subsequence: between equal beginnings and equal ends, the longest
         * rising row of places that the old cases have in the new rules. Of the rows of each length the one is kept
         * that ends first. (A case that is there twice is taken for the first one that is left, so the row may be
         * shorter then.)
         */
        private void skipUnchanged() {
            int start = 0;
            int endBefore = before.size();
            int endAfter = after.size();
            while (start < endBefore && start < endAfter && before.get(start).equals(after.get(start))) {
                unchanged(start, start++);
            }
            while (endBefore > start
                    && endAfter > start
                    && before.get(endBefore - 1).equals(after.get(endAfter - 1))) {
                unchanged(--endBefore, --endAfter);
            }
            Map<CaseDefinition, Deque<Integer>> places = new HashMap<>();
            for (int to = start; to < endAfter; to++) {
                places.computeIfAbsent(after.get(to), one -> new ArrayDeque<>()).add(to);
            }
            NavigableMap<Integer, Row> rows = new TreeMap<>();
            for (int from = start; from < endBefore; from++) {
                Deque<Integer> same = places.getOrDefault(before.get(from), new ArrayDeque<>());
                if (!same.isEmpty()) {
                    int to = same.poll();
                    Optional<Row> shorter =
                            Optional.ofNullable(rows.lowerEntry(to)).map(Map.Entry::getValue);
                    Optional.ofNullable(rows.higherKey(to)).ifPresent(rows::remove);
                    rows.put(to, new Row(from, to, shorter));
                }
            }
            Optional<Row> row = Optional.ofNullable(rows.lastEntry()).map(Map.Entry::getValue);
            while (row.isPresent()) {
                unchanged(row.get().from(), row.get().to());
                row = row.get().shorter();
            }
        }

        private void unchanged(int from, int to) {
            removed.remove(from);
            added.remove(to);
        }

        /** Ends with this case; the rest of it is shorter by one. */
        private record Row(int from, int to, Optional<Row> shorter) {}

        /** Where the alerts of a case go. */
        private record Target(RoutingMode mode, List<ChannelReference> channels, Optional<String> label) {
            static Target of(CaseDefinition one) {
                return new Target(one.routingMode(), one.channels(), one.nameMappingLabel());
            }
        }
    }
}
