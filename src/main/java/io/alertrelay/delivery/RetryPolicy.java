package io.alertrelay.delivery;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How a channel retries after failures.
 *
 * @param retry between the attempts of an event that fails while others are delivered
 * @param outageProbe between probes of a channel that is held because Flashduty or the network is not available
 * @param faultProbe between probes of a channel that is held because its account, key or URL is at fault
 * @param tooFast between attempts after a 429, if the answer does not say how long to wait
 * @param maxAge how old an event that fails while others are delivered may become; then it is dead-lettered as expired
 * @param maxAttempts how often such an event is tried; empty if only its age counts
 */
public record RetryPolicy(
        Backoff retry,
        Backoff outageProbe,
        Backoff faultProbe,
        Backoff tooFast,
        Duration maxAge,
        OptionalInt maxAttempts) {}
