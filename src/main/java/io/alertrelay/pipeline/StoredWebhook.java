package io.alertrelay.pipeline;

import java.time.Instant;
import java.util.Objects;

/**
 * A webhook as it is read from its topic.
 *
 * @param integration that it came for
 * @param offset in its partition
 * @param body as received
 */
public record StoredWebhook(String receipt, long offset, String integration, Instant receivedAt, byte[] body) {
    public StoredWebhook {
        Objects.requireNonNull(receipt);
        Objects.requireNonNull(integration);
        Objects.requireNonNull(receivedAt);
        Objects.requireNonNull(body);
    }
}
