package io.alertrelay.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration has mistakes; has all of them. */
public final class InvalidConfigException extends Exception {
    private final transient List<ConfigProblem> problems;

    InvalidConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    /** The mistakes, in the order of the file. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
