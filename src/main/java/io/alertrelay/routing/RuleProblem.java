package io.alertrelay.routing;

import java.util.Optional;

/**
 * One mistake in the rules.
 *
 * @param path where, from the top of the rule set and counted from 0: {@code cases[0].if[1].vals[0]}
 * @param found what was found there, cut if long; empty if nothing
 * @param expected what is allowed there, and why if that is not obvious
 * @param suggestion what was probably meant
 */
public record RuleProblem(String path, String found, String expected, Optional<String> suggestion) {
    /** The problem in one line, for a person. */
    @Override
    public String toString() {
        return path + ": found " + (found.isEmpty() ? "nothing" : '"' + found + '"') + ", expected " + expected
                + suggestion.map(s -> " (did you mean \"" + s + "\"?)").orElse("");
    }
}
