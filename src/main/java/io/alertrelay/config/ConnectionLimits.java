package io.alertrelay.config;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * Connections at the public port.
 *
 * @param max of all
 * @param maxPerAddress of one address that is no trusted proxy's; empty for three quarters of all
 * @param keepAlive how long one may wait for the next webhook
 * @param headerTimeout how long the head of a request may take to arrive
 */
public record ConnectionLimits(
        int max,
        OptionalInt maxPerAddress,
        Duration keepAlive,
        Duration headerTimeout,
        TrustedProxies trustedProxies) {}
