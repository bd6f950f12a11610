/**
 * The configuration: from {@code relay.yaml} to immutable records. Every mistake is reported at once, each with its
 * place, what was found there and what was expected. Also reads and writes rules in each of their formats: Flashduty's
 * JSON, YAML, and as they are kept. Has the
 * integration keys by which requests are known. Must not know Kafka, Camel or HTTP, nor what is done with the settings.
 */
@NullMarked
package io.alertrelay.config;

import org.jspecify.annotations.NullMarked;
