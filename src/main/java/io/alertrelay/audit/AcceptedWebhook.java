package io.alertrelay.audit;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * A record of the webhooks topic, without the body.
 *
 * @param alerts in its body; empty if the body can't be read any more, or its integration is not configured any more
 */
record AcceptedWebhook(
        String receipt, int partition, long offset, Instant receivedAt, Instant storedAt, OptionalInt alerts) {}
