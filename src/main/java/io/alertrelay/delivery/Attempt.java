package io.alertrelay.delivery;

import java.time.Instant;

/**
 * One attempt to send an event.
 *
 * @param at when the answer, or the lack of one, was noticed
 * @param answer the result, for people
 * @param unanswered whether the request may have reached Flashduty, and only its answer was lost
 */
public record Attempt(Instant at, String answer, boolean unanswered) {}
