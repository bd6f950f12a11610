package io.alertrelay.intake;

/**
 * One request and what it was answered.
 *
 * @param integration its name, or empty if the key was not known
 * @param reply quotes nothing of the request
 * @param seconds from the request's head to the answer
 */
public record Answered(String integration, Remote remote, IntakeReply reply, double seconds) {}
