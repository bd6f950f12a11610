package io.alertrelay.routing;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.DefaultDefinition;
import io.alertrelay.record.RuleSetDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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

    /** One comparison of two lists of cases. */
    private static final class CaseDiff {
        private final List<CaseDefinition> before;
        private final List<CaseDefinition> after;
        private final List<Integer> removed = new ArrayList<>();
        private final List<Integer> added = new ArrayList<>();

        CaseDiff(List<CaseDefinition> before, List<CaseDefinition> after) {
            this.before = before;
            this.after = after;
            walk();
        }

        List<Change> changes() {
            List<Change> changes = new ArrayList<>();
            for (int from : List.copyOf(removed)) {
                takeAdded(from, true).ifPresent(to -> changes.add(new Change.Moved(from + 1, to + 1, after.get(to))));
            }
            for (int from : List.copyOf(removed)) {
                takeAdded(from, false)
                        .ifPresent(to ->
                                changes.add(new Change.Changed(from + 1, to + 1, before.get(from), after.get(to))));
            }
            removed.forEach(from -> changes.add(new Change.Removed(from + 1, before.get(from))));
            added.forEach(to -> changes.add(new Change.Added(to + 1, after.get(to))));
            return changes;
        }

        /** The added case that the removed one became. */
        private Optional<Integer> takeAdded(int from, boolean same) {
            Optional<Integer> found = added.stream()
                    .filter(to ->
                            same ? before.get(from).equals(after.get(to)) : alike(before.get(from), after.get(to)))
                    .findFirst();
            found.ifPresent(to -> {
                removed.remove((Integer) from);
                added.remove(to);
            });
            return found;
        }

        private static boolean alike(CaseDefinition one, CaseDefinition other) {
            return one.conditions().equals(other.conditions())
                    || one.routingMode() == other.routingMode()
                            && one.channels().equals(other.channels())
                            && one.nameMappingLabel().equals(other.nameMappingLabel());
        }

        /** Unchanged cases are the longest common subsequence; equal ends are trimmed first to keep the table small. */
        private void walk() {
            int start = 0;
            int endBefore = before.size();
            int endAfter = after.size();
            while (start < endBefore && start < endAfter && before.get(start).equals(after.get(start))) {
                start++;
            }
            while (endBefore > start
                    && endAfter > start
                    && before.get(endBefore - 1).equals(after.get(endAfter - 1))) {
                endBefore--;
                endAfter--;
            }
            List<CaseDefinition> a = before.subList(start, endBefore);
            List<CaseDefinition> b = after.subList(start, endAfter);
            int[][] longest = longest(a, b);
            int i = 0;
            int j = 0;
            while (i < a.size() || j < b.size()) {
                if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
                    i++;
                    j++;
                } else if (j == b.size() || i < a.size() && longest[i + 1][j] >= longest[i][j + 1]) {
                    removed.add(start + i++);
                } else {
                    added.add(start + j++);
                }
            }
        }

        private static int[][] longest(List<CaseDefinition> a, List<CaseDefinition> b) {
            int[][] longest = new int[a.size() + 1][b.size() + 1];
            for (int i = a.size() - 1; i >= 0; i--) {
                for (int j = b.size() - 1; j >= 0; j--) {
                    longest[i][j] = a.get(i).equals(b.get(j))
                            ? longest[i + 1][j + 1] + 1
                            : Math.max(longest[i + 1][j], longest[i][j + 1]);
                }
            }
            return longest;
        }
    }
}
