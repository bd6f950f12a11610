package io.alertrelay.config;

import java.time.Duration;
import java.util.Optional;

/**
 * A Flashduty channel, reached through one integration of it.
 *
 * @param id Flashduty's id of the channel, by which exported routes name it
 * @param rate the most that is sent to it
 * @param timeout of one request
 * @param maxAge how long an event is retried after its webhook came, while Flashduty is not available
 */
public record ChannelSettings(
        String name, Optional<Long> id, PushUrl pushUrl, Format format, Rate rate, Duration timeout, Duration maxAge) {}
