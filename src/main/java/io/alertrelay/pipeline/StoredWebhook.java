package io.alertrelay.pipeline;

import io.alertrelay.arms.Sender;
import java.time.Instant;

/**
 * A webhook as it is read from its topic.
 *
 * @param integration that it came for
 * @param offset in its partition
 * @param sender what kind of sender posted it
 * @param body as received
 */
public record StoredWebhook(
        String receipt, long offset, String integration, Instant receivedAt, Sender sender, byte[] body) {}
