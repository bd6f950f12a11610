package io.alertrelay.config;

import java.time.Duration;

/**
 * The public port.
 *
 * @param port 0 for any free one
 * @param maxBodyBytes of a webhook, unpacked
 * @param maxInFlight webhooks between the public port and Kafka's ack; never more than half of the connections
 * @param ackTimeout how long Kafka may take; ARMS waits 5 s
 * @param bodyTimeout from a request's head to the end of its body, however it trickles
 * @param senderPatience how long a sender waits for its answer: a request that began longer ago is not stored
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
