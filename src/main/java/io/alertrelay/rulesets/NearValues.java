package io.alertrelay.rulesets;

import io.alertrelay.text.Suggestion;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Finds the value of rules that a received one nearly is. Remembers the answers: with many rules, looking for one takes
 * longer than all else that is done for an alert. Thread-safe.
 */
final class NearValues {
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final int MOST_REMEMBERED = 10_000;
    private static final int LONGEST = 100;

    private final Map<String, Set<String>> wanted;
    private final Map<Received, Optional<String>> answers = new ConcurrentHashMap<>();

    private record Received(String label, String value) {}

    /** @param wanted the values of the rules, by label */
    NearValues(Map<String, Set<String>> wanted) {
        this.wanted = wanted;
    }

    /** The labels of which there are values. */
    Set<String> labels() {
        return Collections.unmodifiableSet(wanted.keySet());
    }

    /** The value of the label that this one nearly is; empty if it is one, or if only a number in it is another. */
    Optional<String> to(String label, String value) {
        if (value.length() > LONGEST) {
            return Optional.empty();
        }
        Received received = new Received(label, value);
        Optional<String> before = answers.get(received);
        if (before != null) {
            return before;
        }
        Optional<String> now = nearest(value, wanted.getOrDefault(label, Set.of()));
        if (answers.size() < MOST_REMEMBERED) {
            answers.put(received, now);
        }
        return now;
    }

    private static Optional<String> nearest(String value, Set<String> wanted) {
        if (wanted.contains(value)) {
            return Optional.empty();
        }
        String words = withoutDigits(value);
        return Suggestion.nearest(
                value,
                wanted.stream().filter(one -> !withoutDigits(one).equals(words)).toList());
    }

    private static String withoutDigits(String value) {
        return DIGITS.matcher(value).replaceAll("");
    }
}
