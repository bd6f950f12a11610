/**
 * Kafka as the relay uses it: topics, offsets that move only over what is settled, the embedded broker, client
 * settings. Knows nothing of alerts, and of Camel only the factory by which it asks for clients.
 */
package io.alertrelay.kafka;
