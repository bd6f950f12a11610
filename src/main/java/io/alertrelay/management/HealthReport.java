package io.alertrelay.management;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How the relay is.
 *
 * @param ready whether it can take webhooks: what a load balancer asks
 * @param well whether all of it works as far as that is its own affair; a channel at fault is not
 * @param details for people and scripts
 */
public record HealthReport(boolean ready, boolean well, ObjectNode details) {}
