/**
 * Kafka as the relay uses it: topics, offsets that move only over settled records, the embedded broker, client
 * settings. Must not know alerts, and of Camel only the factory by which it creates clients.
 */
@NullMarked
package io.alertrelay.kafka;

import org.jspecify.annotations.NullMarked;
