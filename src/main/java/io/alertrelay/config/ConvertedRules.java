package io.alertrelay.config;

import java.util.List;

/**
 * Rules converted to another format.
 *
 * @param text the text of the file
 * @param notes what could not be converted, and what to do about it, one line each
 */
public record ConvertedRules(String text, List<String> notes) {
    public ConvertedRules {
        notes = List.copyOf(notes);
    }
}
