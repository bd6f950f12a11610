package io.alertrelay.config;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * Connections at the public port.
 *
 * @param max of all
 * @param maxPerAddress from one address that is not a trusted proxy's; empty for three quarters of all
 * @param keepAlive how long one may idle until the next webhook
 * @param headerTimeout how long the head of a request may take to arrive
 */
public record ConnectionLimits(
        int max,
        OptionalInt maxPerAddress,
        Duration keepAlive,
        Duration headerTimeout,
        TrustedProxies trustedProxies) {}
