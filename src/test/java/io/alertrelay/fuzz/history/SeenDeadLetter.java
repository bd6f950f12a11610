package io.alertrelay.fuzz.history;

/**
 * A record of the topic of dead letters.
 *
 * @param id of the delivery
 * @param body what was refused
 */
public record SeenDeadLetter(String id, String reason, String body) {}
