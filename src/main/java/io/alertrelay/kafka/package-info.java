/**
 * Kafka as the relay uses it: topics, offsets that move only over settled records, client settings. Must not know
 * alerts, and of Camel only the factory by which it creates clients; nor the broker of this process, which is
 * {@code kafka.embedded}.
 */
@NullMarked
package io.alertrelay.kafka;

import org.jspecify.annotations.NullMarked;
