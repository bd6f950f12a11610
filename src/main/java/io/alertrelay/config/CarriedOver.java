package io.alertrelay.config;

import java.util.List;

/**
 * Rules in another form.
 *
 * @param text of the file
 * @param notes what could not be carried over, and what to do about it, a line each
 */
public record CarriedOver(String text, List<String> notes) {
    public CarriedOver {
        notes = List.copyOf(notes);
    }
}
