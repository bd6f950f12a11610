package io.alertrelay.cli;

import io.alertrelay.text.Suggestion;
import java.util.Collection;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Checks names of channels and integrations given as arguments. */
public final class NameCheck {
    private NameCheck() {}

    /**
     * Wrong usage if one of them does not exist.
     *
     * @param option to which they were given
     * @param known the existing names; if there are none, nothing is wrong
     */
    public static void check(CommandLine line, String option, Collection<String> given, Collection<String> known) {
        for (String name : given) {
            // Names with a slash belong to the relay's own alerts, and to its test alerts.
            if (!known.isEmpty() && !known.contains(name) && name.indexOf('/') < 0) {
                throw new ParameterException(
                        line,
                        option + ": found \"" + name + "\", expected one of " + String.join(", ", known)
                                + Suggestion.nearest(name, known)
                                        .map(near -> " (did you mean " + near + "?)")
                                        .orElse(""));
            }
        }
    }
}
