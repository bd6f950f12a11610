/**
 * Optional OpenTelemetry spans of webhooks and deliveries. Knows only the listeners of {@code intake} and {@code
 * delivery}; must not know rules, Kafka, Camel or HTTP.
 */
@NullMarked
package io.alertrelay.tracing;

import org.jspecify.annotations.NullMarked;
