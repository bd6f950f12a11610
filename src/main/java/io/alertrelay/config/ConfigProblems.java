package io.alertrelay.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Collects the mistakes of a configuration and of the files that it refers to. */
final class ConfigProblems {
    private final List<ConfigProblem> found = new ArrayList<>();

    void add(ConfigProblem problem) {
        found.add(problem);
    }

    int count() {
        return found.size();
    }

    /** The mistakes after that many. */
    List<ConfigProblem> since(int count) {
        return List.copyOf(found.subList(count, found.size()));
    }

    void throwIfAny() throws InvalidConfigException {
        throwIfAny(problem -> true);
    }

    /** The same, for the mistakes that count. */
    void throwIfAny(Predicate<ConfigProblem> counts) throws InvalidConfigException {
        List<ConfigProblem> wrong = found.stream().filter(counts).toList();
        if (!wrong.isEmpty()) {
            throw new InvalidConfigException(wrong.stream()
                    // Two integrations may refer to the same file.
                    .distinct()
                    .sorted(Comparator.comparing(ConfigProblem::file)
                            .thenComparingInt(ConfigProblem::line)
                            .thenComparingInt(ConfigProblem::column))
                    .toList());
        }
    }
}
