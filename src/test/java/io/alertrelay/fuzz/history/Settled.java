package io.alertrelay.fuzz.history;

/**
 * A record of the topic of receipts.
 *
 * @param offset in that topic
 * @param id of the delivery
 * @param outcome {@code delivered}, {@code dead-lettered} or {@code superseded}
 * @param reason of the latter two; else empty text
 * @param supersededBy the id of the delivery that stands for it; else empty text
 * @param unanswered attempts whose answer was lost, as the relay counts them: a slow machine loses some besides the
 *     faults that the plan has
 * @param writer the relay that wrote it, and in which assignment
 */
public record Settled(
        long offset, String id, String outcome, String reason, String supersededBy, int unanswered, String writer) {
    /** Whether it says that a firing that was never sent and its recovery were both left out. */
    public boolean leftOut() {
        return reason.equals("resolved-pair");
    }
}
