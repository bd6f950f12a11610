package io.alertrelay.fuzz.plan;

/**
 * What a relay is started with.
 *
 * @param rules of all integrations
 */
public record Start(RulePlan rules, Surroundings surroundings) {}
