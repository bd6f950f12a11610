/**
 * The configuration: from {@code relay.yaml} to immutable records. Every mistake is reported at once, each with its
 * place, what was found there and what was expected. Must not know Kafka, Camel or HTTP, nor what is done with the
 * settings.
 */
@NullMarked
package io.alertrelay.config;

import org.jspecify.annotations.NullMarked;
