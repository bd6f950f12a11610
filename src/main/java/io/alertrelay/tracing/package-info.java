/**
 * Optional OpenTelemetry spans of webhooks and deliveries. Knows {@code intake} and {@code delivery} only by the
 * interfaces that it wraps, and the values that pass there; must not know rules, Kafka, Camel or HTTP.
 */
@NullMarked
package io.alertrelay.tracing;

import org.jspecify.annotations.NullMarked;
