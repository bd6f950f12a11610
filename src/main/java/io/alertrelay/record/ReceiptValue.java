package io.alertrelay.record;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The value of a record of the receipts, as written: how one delivery ended. The key is the id of the delivery. It is
 * read as a {@link SettledDelivery}.
 *
 * @param relay who says so, as {@link ReceiptWriter} has it; earlier versions did not say
 * @param reason why it was given up, or need not be sent
 * @param cause why it was given up: Flashduty's answer, or the error
 */
public record ReceiptValue(
        @JsonUnwrapped EndedDelivery ending,
        Outcome outcome,
        Optional<String> relay,
        OptionalInt assignment,
        Optional<String> flashdutyRequestId,
        Optional<String> reason,
        Optional<String> cause,
        Optional<String> supersededBy) {
    /** Flashduty accepted it. */
    public static ReceiptValue delivered(EndedDelivery ending, ReceiptWriter writer, Optional<String> requestId) {
        return of(ending, Outcome.DELIVERED, writer, requestId, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** It was given up. */
    public static ReceiptValue deadLettered(EndedDelivery ending, ReceiptWriter writer, String reason, String cause) {
        return of(
                ending,
                Outcome.DEAD_LETTERED,
                writer,
                Optional.empty(),
                Optional.of(reason),
                Optional.of(cause),
                Optional.empty());
    }

    /** It need not be sent, because of that other one. */
    public static ReceiptValue superseded(EndedDelivery ending, ReceiptWriter writer, String reason, String by) {
        return of(
                ending,
                Outcome.SUPERSEDED,
                writer,
                Optional.empty(),
                Optional.of(reason),
                Optional.empty(),
                Optional.of(by));
    }

    private static ReceiptValue of(
            EndedDelivery ending,
            Outcome outcome,
            ReceiptWriter writer,
            Optional<String> requestId,
            Optional<String> reason,
            Optional<String> cause,
            Optional<String> by) {
        return new ReceiptValue(
                ending, outcome, Optional.of(writer.relay()), writer.assignment(), requestId, reason, cause, by);
    }
}
