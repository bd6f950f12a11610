package io.alertrelay.record;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.RecordTime;
import io.alertrelay.alert.Severity;
import io.alertrelay.alert.TraceParent;
import java.time.Instant;
import java.util.Optional;

/**
 * What a receipt and a dead letter of a delivery have in common.
 *
 * @param attempts to send it, since the relay last started
 * @param unanswered how many of them may have reached Flashduty without an answer
 * @param offset in the channel's topic, where it waited; -1 if it never was in it
 */
public record EndedDelivery(
        Optional<String> traceId,
        String receipt,
        int index,
        String channel,
        String integration,
        String alertKey,
        AlertStatus status,
        Severity severity,
        String rules,
        String why,
        Instant receivedAt,
        Instant settledAt,
        int attempts,
        int unanswered,
        int partition,
        long offset,
        Optional<Instant> firstAttemptAt,
        Optional<String> replay) {
    /** Of that delivery. */
    public static EndedDelivery of(
            Delivery delivery, Instant settledAt, int attempts, int unanswered, Optional<Instant> firstAttemptAt) {
        return new EndedDelivery(
                delivery.trace().map(TraceParent::traceId),
                delivery.receipt(),
                delivery.index(),
                delivery.channel(),
                delivery.integration(),
                delivery.alertKey(),
                delivery.status(),
                delivery.severity(),
                delivery.rules(),
                delivery.why(),
                delivery.receivedAt(),
                settledAt,
                attempts,
                unanswered,
                delivery.partition(),
                delivery.offset(),
                firstAttemptAt,
                delivery.replay());
    }

    /** The headers of both records; the value is marshalled in the route. */
    public static NewRecord headers(Delivery delivery, String key) {
        return new NewRecord(key, new byte[0])
                .with(HeaderNames.RECEIPT, delivery.receipt())
                .with(HeaderNames.INDEX, String.valueOf(delivery.index()))
                .with(HeaderNames.INTEGRATION, delivery.integration())
                .with(HeaderNames.CHANNEL, delivery.channel())
                .with(HeaderNames.RECEIVED_AT, RecordTime.text(delivery.receivedAt()))
                .with(HeaderNames.STATUS, delivery.status().word())
                .with(HeaderNames.SEVERITY, delivery.severity().word())
                .with(HeaderNames.RULES, delivery.rules())
                .with(HeaderNames.WHY, delivery.why())
                .with(HeaderNames.POSITION, delivery.place().toString())
                .with(HeaderNames.TRACE, delivery.trace().map(TraceParent::text))
                .with(HeaderNames.REPLAY, delivery.replay());
    }
}
