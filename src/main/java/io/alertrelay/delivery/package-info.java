/**
 * The outbox of a channel: what is sent when, what an answer means for the event and for the channel, and how each
 * delivery ends. {@code Schedule} and its parts decide, without threads or a clock; {@link
 * io.alertrelay.delivery.Outbox} has the threads. Must not know rules, Kafka, Camel or HTTP.
 */
@NullMarked
package io.alertrelay.delivery;

import org.jspecify.annotations.NullMarked;
