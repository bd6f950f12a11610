package io.alertrelay.management;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How the relay is.
 *
 * @param ready whether it can take webhooks and work on them
 * @param details for people and scripts
 */
public record HealthReport(boolean ready, ObjectNode details) {}
