package io.alertrelay.delivery;

import java.time.Duration;

/**
 * How a channel goes on after failures.
 *
 * @param retry between attempts while Flashduty or the network is not available
 * @param probe between probes of a held channel
 * @param maxAge how long after its webhook an event is tried; then it is dead-lettered as expired
 */
public record RetryPolicy(Backoff retry, Backoff probe, Duration maxAge) {}
