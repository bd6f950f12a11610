package io.alertrelay.audit;

import io.alertrelay.text.Worded;

/**
 * A contradiction between records.
 *
 * @param subject the receipt, alert or delivery, by its id
 * @param detail what is wrong with it, for people
 */
public record Finding(Kind kind, String subject, String detail) {
    /** The kinds of findings. */
    public enum Kind implements Worded {
        /** The channel's offset passed a delivery that has no receipt. */
        PASSED_UNSETTLED(true),
        /** An alert went only to some of the channels of its decision. */
        FAN_OUT_INCOMPLETE(true),
        /** The routing offset passed a webhook with an alert that has no trace. */
        NOT_ROUTED(true),
        /** The routing offset passed an event that a replay handed over and that has no trace. */
        NOT_LET_IN(true),
        /** A receipt for something that no channel's topic has. */
        RECEIPT_WITHOUT_DELIVERY(false),
        /** Two receipts of one delivery, by the same relay in the same assignment, say different things. */
        CONTRADICTORY_RECEIPTS(false),
        /** A receipt says dead-lettered, and there is no dead letter. */
        DEAD_LETTER_MISSING(false);
        private final boolean unaccounted;

        Kind(boolean unaccounted) {
            this.unaccounted = unaccounted;
        }
        /** Whether it means that something accepted may not have been delivered, without any record of it. */
        boolean unaccounted() {
            return unaccounted;
        }
    }
}
