package io.alertrelay.repair;

import io.alertrelay.record.ReceiptId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The latest states of alerts that retries stored, of records in quarantine whose order there is that of their receipt.
 */
final class RetriedStates {
    private static final Comparator<Retried> PLACE = Comparator.comparingLong(retried -> retried.of.offset());
    private static final Comparator<Retried> TIME =
            Comparator.comparing(Retried::receivedAt).thenComparing(PLACE);

    private final Map<String, Retried> byPlace = new HashMap<>();
    private final Map<String, Retried> byTime = new HashMap<>();

    /**
     * A retry stored a state of the alert.
     *
     * @param receipt of the webhook
     * @param receivedAt when the body in quarantine was received
     * @param of the record in quarantine
     */
    void add(String key, String receipt, Instant receivedAt, ReceiptId of) {
        Retried retried = new Retried(receipt, receivedAt, of);
        byPlace.merge(key, retried, (a, b) -> PLACE.compare(a, b) > 0 ? a : b);
        byTime.merge(key, retried, (a, b) -> TIME.compare(a, b) > 0 ? a : b);
    }

    /** The receipt of the webhook with a later state than a record among them. */
    Optional<String> behind(String key, ReceiptId record) {
        return later(byPlace, PLACE, key, Instant.MIN, record);
    }

    /** The receipt of the webhook with a later state than a record whose place says nothing of their order. */
    Optional<String> since(String key, Instant receivedAt, ReceiptId record) {
        return later(byTime, TIME, key, receivedAt, record);
    }

    private static Optional<String> later(
            Map<String, Retried> latest, Comparator<Retried> order, String key, Instant receivedAt, ReceiptId record) {
        return Optional.ofNullable(latest.get(key))
                .filter(retried -> order.compare(retried, new Retried("", receivedAt, record)) > 0)
                .map(Retried::receipt);
    }

    private record Retried(String receipt, Instant receivedAt, ReceiptId of) {}
}
