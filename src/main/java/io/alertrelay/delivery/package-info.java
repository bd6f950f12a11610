/**
 * The outbox of a channel: what is sent when, what an answer means for the event and for the channel, and how each
 * delivery ends. Decides by {@code Schedule} and its parts, which have neither threads nor a clock of their own; {@link
 * io.alertrelay.delivery.Outbox} has the threads. Knows nothing of rules, Kafka, Camel or HTTP.
 */
package io.alertrelay.delivery;
