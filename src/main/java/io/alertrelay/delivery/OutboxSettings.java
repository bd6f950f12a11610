package io.alertrelay.delivery;

/**
 * The settings of the delivery to a channel.
 *
 * @param pace the channel's own
 * @param maxInFlight requests at a time, of different alerts
 */
public record OutboxSettings(RetryPolicy policy, Collapse collapse, Pace pace, int maxInFlight) {}
