/**
 * Metrics and log lines of an alert's way through the relay. Receives values and decides nothing; must not know Kafka,
 * Camel or HTTP.
 */
@NullMarked
package io.alertrelay.observe;

import org.jspecify.annotations.NullMarked;
