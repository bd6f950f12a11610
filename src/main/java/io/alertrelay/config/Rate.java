package io.alertrelay.config;

import java.time.Duration;

/**
 * How many requests in what time.
 *
 * @param permits 1 or more
 * @param per one second, minute or hour
 */
public record Rate(int permits, Duration per) {}
