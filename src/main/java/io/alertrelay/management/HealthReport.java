package io.alertrelay.management;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The health of the relay.
 *
 * @param ready whether it can accept webhooks, for load balancers
 * @param well whether the relay itself works; a faulty channel does not count
 * @param details for people and scripts
 */
public record HealthReport(boolean ready, boolean well, ObjectNode details) {}
