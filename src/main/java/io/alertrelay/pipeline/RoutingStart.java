package io.alertrelay.pipeline;

import java.util.Optional;

/**
 * From where a partition of webhooks is routed.
 *
 * @param journalId the id of the topic of webhooks: one that is deleted and recreated, and begins at offset 0 again,
 *     has another; empty if it is not known
 * @param next the offset of the next webhook to be routed
 * @param end the offset after the last webhook
 */
public record RoutingStart(Optional<String> journalId, long next, long end) {}
