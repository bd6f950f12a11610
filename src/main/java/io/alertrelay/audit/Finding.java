package io.alertrelay.audit;

/**
 * Something that the topics contradict.
 *
 * @param subject the receipt, alert or delivery, by its id
 * @param detail what is wrong with it, for people
 */
public record Finding(Kind kind, String subject, String detail) {
    /** What can be wrong. */
    public enum Kind {
        /** The channel's offset passed a delivery that has no receipt. */
        PASSED_UNSETTLED("passed-unsettled", true),
        /** An alert went to some of the channels that it was to go to, and not to all. */
        FAN_OUT_INCOMPLETE("fan-out-incomplete", true),
        /** The routing offset passed a webhook with an alert that is nowhere. */
        NOT_ROUTED("not-routed", true),
        /** The routing offset passed an event that a replay handed over, and it is nowhere. */
        NOT_LET_IN("not-let-in", true),
        /** A receipt for something that no channel's topic has. */
        RECEIPT_WITHOUT_DELIVERY("receipt-without-delivery", false),
        /** Two receipts of one delivery, by the same relay in the same assignment, say different things. */
        CONTRADICTORY_RECEIPTS("contradictory-receipts", false),
        /** A receipt says dead-lettered, and there is no dead letter. */
        DEAD_LETTER_MISSING("dead-letter-missing", false);

        private final String word;
        private final boolean unaccounted;

        Kind(String word, boolean unaccounted) {
            this.word = word;
            this.unaccounted = unaccounted;
        }

        /** As reports carry it. */
        public String word() {
            return word;
        }

        /** Whether it means that something accepted may not have been delivered, and that nothing tells. */
        public boolean unaccounted() {
            return unaccounted;
        }
    }
}
