package io.alertrelay.explain;

import io.alertrelay.text.Worded;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The condition under which {@code relay what-if} fails. */
enum FailOn implements Worded {
    REMOVED,
    ADDED,
    CHANGED,
    DEFAULT;

    /** Parses a word of the command line. */
    static final class Converter implements ITypeConverter<FailOn> {
        @Override
        public FailOn convert(String word) {
            return Worded.of(values(), word)
                    .orElseThrow(() -> new TypeConversionException("found \"" + word + "\", expected one of "
                            + Arrays.stream(values()).map(v -> v.word()).collect(Collectors.joining(", "))));
        }
    }

    /** Whether there is a firing alert of the kind. */
    boolean hit(WhatIfResult result) {
        return switch (this) {
            case REMOVED -> result.removed() > 0;
            case ADDED -> result.added() > 0;
            case CHANGED -> result.changed() > 0;
            case DEFAULT -> result.intoDefault() > 0;
        };
    }
}
