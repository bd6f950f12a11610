package io.alertrelay.delivery;

import io.alertrelay.delivery.Attempts.AttemptCounts;
import io.alertrelay.record.Delivery;
import io.alertrelay.record.EndedDelivery;
import io.alertrelay.record.ReceiptValue;
import io.alertrelay.record.ReceiptWriter;
import io.alertrelay.text.Worded;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a delivery ended. Each delivery ends in exactly one of these, which is recorded before its offset may move. */
public sealed interface Settlement {
    Delivery delivery();

    /** The attempts to send it since the relay last started. */
    AttemptCounts attempts();

    /** When it was decided. */
    Instant at();

    /** The receipt of it, by that author. */
    ReceiptValue receipt(ReceiptWriter writer);

    /** What its receipt and its dead letter have in common. */
    default EndedDelivery ending() {
        AttemptCounts attempts = attempts();
        return EndedDelivery.of(delivery(), at(), attempts.count(), attempts.unanswered(), attempts.firstAt());
    }

    /** Its outcome, as written in receipts. */
    String outcome();

    /**
     * Flashduty accepted it.
     *
     * @param requestId Flashduty's id of the request; empty if it gave none
     */
    record Delivered(Delivery delivery, AttemptCounts attempts, Instant at, Optional<String> requestId)
            implements Settlement {
        @Override
        public ReceiptValue receipt(ReceiptWriter writer) {
            return ReceiptValue.delivered(ending(), writer, requestId);
        }

        @Override
        public String outcome() {
            return "delivered";
        }
    }

    /**
     * It was given up and recorded as a dead letter.
     *
     * @param history the first and the latest attempts
     * @param cause Flashduty's answer, or the error
     */
    record DeadLettered(
            Delivery delivery,
            AttemptCounts attempts,
            Instant at,
            GiveUpReason reason,
            String cause,
            List<Attempt> history)
            implements Settlement {
        @Override
        public ReceiptValue receipt(ReceiptWriter writer) {
            return ReceiptValue.deadLettered(ending(), writer, reason.word(), cause);
        }

        @Override
        public String outcome() {
            return "dead-lettered";
        }
    }

    /**
     * It need not be sent, because of another delivery of the same alert to the same channel.
     *
     * @param by the id of the other delivery
     */
    record Superseded(Delivery delivery, AttemptCounts attempts, Instant at, String by, Redundancy reason)
            implements Settlement {
        /** One that was never sent. */
        Superseded(Delivery delivery, Instant at, String by, Redundancy reason) {
            this(delivery, AttemptCounts.NONE, at, by, reason);
        }

        @Override
        public ReceiptValue receipt(ReceiptWriter writer) {
            return ReceiptValue.superseded(ending(), writer, reason.word(), by);
        }

        @Override
        public String outcome() {
            return "superseded";
        }
    }

    /** Why an event is given up. */
    enum GiveUpReason implements Worded {
        /** Flashduty rejects this event and would again. */
        REFUSED,
        /** It alone could not be delivered, while others could, within the channel's {@code max_age}. */
        EXPIRED,
        /** It alone could not be delivered, while others could, in the channel's {@code max_attempts}. */
        ATTEMPTS,
        /**
         * It alone could not be delivered for an hour, while others could, and what fails has half of the room in
         * memory, with nothing else left there to be sent.
         */
        NO_ROOM,
        /** Its channel was removed, and an operator discarded what waited there. */
        DISCARDED,
        /** Its channel's topic could not be written, and too many events waited for that, or for too long. */
        UNSTORED
    }

    /** Why an event need not be sent. */
    enum Redundancy implements Worded {
        /** The other one reports the same state and is newer. */
        REMINDER,
        /** A firing and its recovery that both still waited. */
        RESOLVED_PAIR,
        /** It is replayed, and the other one is a newer state of the alert: sent after it, it would revert that. */
        NEWER
    }
}
