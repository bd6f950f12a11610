package io.alertrelay.intake;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * How many connections there may be at the door, and for how long.
 *
 * @param max of all; fewer where the process may not open as many files
 * @param maxPerAddress of one address that is no trusted proxy's; empty for three quarters of all that there may be
 * @param keepAlive how long one on which a webhook was posted may wait for the next. Whoever closes an idle connection
 *     first cuts a request that is under way, so it should be longer than any client's and proxy's
 * @param headTimeout from the first byte of a request's head to its end, however it trickles
 * @param trustedProxy whether an address, as text, is that of a proxy whose {@code X-Forwarded-For} is to be believed
 */
public record ConnectionSettings(
        int max, OptionalInt maxPerAddress, Duration keepAlive, Duration headTimeout, Predicate<String> trustedProxy) {}
