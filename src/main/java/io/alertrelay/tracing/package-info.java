/**
 * Optional OpenTelemetry spans of webhooks and deliveries. Knows only the listeners of {@code intake} and {@code
 * delivery}; must not know rules, Kafka, Camel or HTTP.
 */
package io.alertrelay.tracing;
