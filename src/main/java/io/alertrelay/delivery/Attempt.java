package io.alertrelay.delivery;

import java.time.Instant;

/**
 * One try to send an event.
 *
 * @param at when the answer, or the lack of one, was known
 * @param answer what came of it, for people
 * @param unanswered whether the request may have reached Flashduty, and only its answer was lost
 */
public record Attempt(Instant at, String answer, boolean unanswered) {}
