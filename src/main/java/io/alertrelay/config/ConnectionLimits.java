package io.alertrelay.config;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * Limits on the number of connections to the public port and on how long they last.
 *
 * @param max of all; fewer where the process may not open as many files
 * @param maxPerAddress from one address that is not a trusted proxy's; empty for three quarters of {@code max}
 * @param keepAlive how long a connection may idle after a webhook. The side that closes an idle connection first may
 *     cut off a request, so this should be longer than any client's and proxy's idle timeout
 * @param headerTimeout from the first byte of a request's head to its end, however it trickles
 * @param linger how long somebody who was turned away, or had its last answer, may go on sending before the connection
 *     is closed
 */
public record ConnectionLimits(
        int max,
        OptionalInt maxPerAddress,
        Duration keepAlive,
        Duration headerTimeout,
        Duration linger,
        TrustedProxies trustedProxies) {}
