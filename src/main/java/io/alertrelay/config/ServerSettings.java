package io.alertrelay.config;

import java.time.Duration;

/**
 * The public port.
 *
 * @param port 0 for any free one
 * @param maxBodyBytes of a webhook, unpacked
 * @param maxInFlight webhooks between the public port and Kafka's ack
 * @param ackTimeout how long Kafka may take to acknowledge
 * @param bodyTimeout how long a body may take to arrive
 * @param senderPatience how long a sender waits for its answer
 */
public record ServerSettings(
        String host,
        int port,
        int maxBodyBytes,
        int maxInFlight,
        Duration ackTimeout,
        Duration bodyTimeout,
        Duration senderPatience,
        ConnectionLimits connections) {}
