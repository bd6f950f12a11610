package io.alertrelay.sandbox;

import java.util.List;
import java.util.Optional;

/**
 * A body as Flashduty's push API reads it.
 *
 * @param events what could be read of its events, also when it is invalid
 * @param problem why it is invalid: the field, what was found, what was expected; empty if it is good
 */
record PushedBody(List<PushedEvent> events, Optional<String> problem) {
    static PushedBody unreadable(String problem) {
        return new PushedBody(List.of(), Optional.of(problem));
    }
}
