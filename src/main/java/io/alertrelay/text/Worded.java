package io.alertrelay.text;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * An enum whose constants have a word in records, JSON and on the command line: {@code DEAD_LETTERED} is dead-lettered.
 */
public interface Worded {
    /** The constant's own name. */
    String name();

    /** Its word. */
    @JsonValue
    default String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The constant with that word, if there is one. */
    static <T extends Worded> Optional<T> of(T[] all, String word) {
        return Arrays.stream(all).filter(one -> one.word().equals(word)).findFirst();
    }
}
