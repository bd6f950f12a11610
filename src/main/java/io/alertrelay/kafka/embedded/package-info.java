/**
 * The Kafka broker in the relay's own process, and its data folder: who may use them, whether the files are whole, how
 * much room the disk has. Uses the clients and limits of {@link io.alertrelay.kafka}, which knows nothing of it: to the
 * rest, this broker is a cluster of one.
 */
@NullMarked
package io.alertrelay.kafka.embedded;

import org.jspecify.annotations.NullMarked;
