package io.alertrelay.config;

import java.time.Instant;
import java.util.Optional;

/**
 * What webhooks of an integration come with.
 *
 * @param notAfter from when on it is refused; empty if it never is
 */
public record IntegrationKey(Secret secret, Optional<Instant> notAfter) {}
