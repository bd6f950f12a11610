package io.alertrelay.fuzz.plan;

/**
 * A replay of what the round has posted until then.
 *
 * @param acks ordered when so many webhooks are acknowledged
 * @param share of the channel's rate, at most 1
 */
public record PlannedReplay(int acks, double share) {}
