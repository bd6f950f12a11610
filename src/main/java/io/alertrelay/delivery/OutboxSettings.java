package io.alertrelay.delivery;

/**
 * How a channel is delivered to.
 *
 * @param pace the channel's own
 * @param maxInFlight requests at a time, of different alerts
 */
public record OutboxSettings(RetryPolicy policy, Collapse collapse, Pace pace, int maxInFlight) {}
