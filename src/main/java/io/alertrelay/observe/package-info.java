/**
 * Metrics and log lines of an alert's way through the relay. Receives values and decides nothing: of {@code intake},
 * {@code pipeline} and {@code delivery} it knows what they report, and the listeners that it implements. Must not know
 * Kafka, Camel or HTTP.
 */
@NullMarked
package io.alertrelay.observe;

import org.jspecify.annotations.NullMarked;
