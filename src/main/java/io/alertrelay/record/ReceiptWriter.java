package io.alertrelay.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The relay that recorded how a delivery ended. Two different receipts of one delivery contradict each other only if
 * the same relay wrote them while it had the channel without interruption: otherwise one relay took the channel over
 * from the other, and both had the delivery in flight.
 *
 * @param relay its name, another one after each start
 * @param assignment the generation of the channel's group in which it had the channel; empty if it had not
 */
public record ReceiptWriter(String relay, OptionalInt assignment) {
    private static final String RELAY = "relay";
    private static final String ASSIGNMENT = "assignment";

    /** Who wrote a receipt; empty for an earlier version, which did not record it. */
    public static Optional<ReceiptWriter> of(JsonNode receipt) {
        return receipt.hasNonNull(RELAY)
                ? Optional.of(new ReceiptWriter(
                        receipt.path(RELAY).asText(),
                        receipt.path(ASSIGNMENT).isInt()
                                ? OptionalInt.of(receipt.path(ASSIGNMENT).asInt())
                                : OptionalInt.empty()))
                : Optional.empty();
    }
}
