package io.alertrelay.config;

import java.util.Optional;

/**
 * One mistake in a configuration.
 *
 * @param line from 1; 0 if it concerns the file itself
 * @param column from 1
 * @param path {@code channels[1].push_url}; empty for the whole file
 * @param found what was found, never a secret
 * @param expected what is allowed
 * @param suggestion what was probably meant
 */
public record ConfigProblem(
        String file, int line, int column, String path, String found, String expected, Optional<String> suggestion) {

    /** The mistake in one line: {@code relay.yaml:12:5: channels[1].push_url: found …, expected …}. */
    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line + ":" + column) + ": " + (path.isEmpty() ? "" : path + ": ")
                + "found " + found + ", expected " + expected
                + suggestion.map(s -> " (did you mean " + s + "?)").orElse("");
    }
}
