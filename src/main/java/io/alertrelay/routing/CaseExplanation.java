package io.alertrelay.routing;

/**
 * One case, and what came of it.
 *
 * @param number its place among the cases, the first is 1
 * @param when its conditions in one short line, empty if it has none
 */
public record CaseExplanation(int number, String when, CaseOutcome outcome) {}
