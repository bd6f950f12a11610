package io.alertrelay.config;

import java.time.Instant;
import java.util.Optional;

/**
 * The key that webhooks of an integration are posted with.
 *
 * @param notAfter the time from which it is refused; empty if never
 */
public record IntegrationKey(Secret secret, Optional<Instant> notAfter) {}
