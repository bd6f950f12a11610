package io.alertrelay.config;

import java.time.Duration;

/**
 * What holds for all rules.
 *
 * @param openAlertMaxAge how long it is remembered where an open alert was sent, since it was last seen firing
 */
public record RoutingSettings(Duration openAlertMaxAge) {}
