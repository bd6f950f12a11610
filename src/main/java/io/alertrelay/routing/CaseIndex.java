package io.alertrelay.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cases that an alert may match, without evaluating those that it can't. A case with an exact {@code IN}
 * condition is indexed under one such condition, once for each of its values; the others are always evaluated. An alert
 * has one value for a key, so it finds an indexed case at most once.
 */
final class CaseIndex {
    /** No further case. */
    static final int NONE = -1;

    private final int[] always;
    private final Map<FactKey.Field, Map<String, int[]>> fields = new HashMap<>();
    private final Map<String, Map<String, int[]>> labels = new HashMap<>();

    CaseIndex(List<RoutingCase> cases) {
        IndexChoice choice = new IndexChoice(cases);
        List<Integer> unfiled = new ArrayList<>();
        Map<FactKey, Map<String, List<Integer>>> filed = new HashMap<>();
        for (int i = 0; i < cases.size(); i++) {
            Optional<Condition> by = choice.of(cases.get(i));
            if (by.isEmpty()) {
                unfiled.add(i);
                continue;
            }
            for (String text : new LinkedHashSet<>(by.get().texts())) {
                filed.computeIfAbsent(by.get().key(), key -> new HashMap<>())
                        .computeIfAbsent(text, value -> new ArrayList<>())
                        .add(i);
            }
        }
        this.always = packed(unfiled);
        filed.forEach((key, byText) -> {
            Map<String, int[]> packed = new HashMap<>();
            byText.forEach((text, numbers) -> packed.put(text, packed(numbers)));
            if (key instanceof FactKey.Label label) {
                labels.put(label.name(), packed);
            } else {
                fields.put((FactKey.Field) key, packed);
            }
        });
    }

    private static int[] packed(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The positions of the cases to evaluate, from the first. */
    Candidates candidates(Facts facts) {
        Candidates candidates = new Candidates(
                always,
                1 + fields.size() + Math.min(labels.size(), facts.labels().size()));
        fields.forEach((field, byText) -> field.read(facts).map(byText::get).ifPresent(candidates::add));
        // Iterates over the smaller of the two: an alert has some dozens of labels, rules may mention thousands.
        if (labels.size() < facts.labels().size()) {
            labels.forEach((name, byText) ->
                    candidates.addIfThere(byText.get(facts.labels().get(name))));
        } else {
            facts.labels().forEach((name, value) -> {
                Map<String, int[]> byText = labels.get(name);
                candidates.addIfThere(byText == null ? null : byText.get(value));
            });
        }
        return candidates;
    }

    /** Merges sorted lists without common numbers. */
    static final class Candidates {
        private final int[][] lists;
        private final int[] next;
        private int count;

        Candidates(int[] first, int most) {
            this.lists = new int[most][];
            this.next = new int[most];
            add(first);
        }

        private void add(int[] list) {
            lists[count++] = list;
        }

        private void addIfThere(int @Nullable [] list) {
            if (list != null) {
                add(list);
            }
        }

        /** The next larger number, or {@link #NONE}. */
        int next() {
            int least = Integer.MAX_VALUE;
            int from = NONE;
            for (int i = 0; i < count; i++) {
                if (next[i] < lists[i].length && lists[i][next[i]] < least) {
                    least = lists[i][next[i]];
                    from = i;
                }
            }
            if (from == NONE) {
                return NONE;
            }
            next[from]++;
            return least;
        }

        @Override
        public String toString() {
            return Arrays.deepToString(Arrays.copyOf(lists, count));
        }
    }
}
