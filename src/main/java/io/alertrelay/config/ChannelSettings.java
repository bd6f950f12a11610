package io.alertrelay.config;

import io.alertrelay.delivery.Collapse;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A Flashduty channel, reached through one integration of it.
 *
 * @param id Flashduty's id of the channel, as used in exported routes
 * @param rate the maximum rate of requests to it
 * @param timeout of one request
 * @param maxAge how old an event that fails while others are delivered may become; then it is a dead letter
 * @param maxAttempts how often such an event is tried; empty if only its age counts
 * @param maxInFlight requests at a time, of different alerts
 * @param collapse which waiting events of the same alert need not be sent
 * @param paused whether nothing is sent to it and everything waits
 */
public record ChannelSettings(
        String name,
        Optional<Long> id,
        PushUrl pushUrl,
        Format format,
        Rate rate,
        Duration timeout,
        Duration maxAge,
        OptionalInt maxAttempts,
        int maxInFlight,
        Collapse collapse,
        boolean paused) {}
