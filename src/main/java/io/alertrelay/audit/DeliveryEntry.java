package io.alertrelay.audit;

import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.Outcome;
import io.alertrelay.record.ReceiptWriter;
import io.alertrelay.record.SettledDelivery;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an audit remembers of one delivery; small, because there may be millions. */
final class DeliveryEntry {
    private static final long NEVER = Long.MIN_VALUE;

    private final String channel;
    private boolean due;
    private int partition;
    private long offset = -1;
    private long storedAt = NEVER;
    private @Nullable Outcome outcome;
    private String reason = "";
    private Optional<ReceiptWriter> writer = Optional.empty();
    private long settledAt = NEVER;
    private boolean deadLetter;

    /** @param channel shared with the other entries of the channel */
    DeliveryEntry(String channel) {
        this.channel = channel;
    }

    /** Its record was read. A second record is a repeat after a crash; the first place counts. */
    void due(DueDelivery delivery) {
        if (!due) {
            due = true;
            partition = delivery.partition();
            offset = delivery.offset();
            storedAt = delivery.storedAt().toEpochMilli();
        }
    }

    /** A receipt was read. The first one counts, but for one that says that the event was never stored. */
    void settled(SettledDelivery receipt, String sharedReason, Optional<ReceiptWriter> sharedWriter) {
        if (outcome == null || isUnstored() && !receipt.isUnstored()) {
            outcome = receipt.outcome();
            reason = sharedReason;
            writer = sharedWriter;
            settledAt = receipt.storedAt().toEpochMilli();
            if (!due) {
                partition = receipt.partition();
                offset = receipt.offset();
                storedAt = receipt.receivedAt().toEpochMilli();
            }
        }
    }

    void deadLetter() {
        deadLetter = true;
    }

    String channel() {
        return channel;
    }

    boolean isDue() {
        return due;
    }

    int partition() {
        return partition;
    }

    /** The offset in its channel's topic; -1 if no record has it. */
    long offset() {
        return offset;
    }

    /** When its record was made, in epoch milliseconds; if only its receipt is known, not earlier than that. */
    long storedAt() {
        return storedAt;
    }

    Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** Whether it became a dead letter because the topic of its channel could not be written, as far as is known. */
    boolean isUnstored() {
        return outcome()
                .filter(known -> SettledDelivery.isUnstored(known, reason))
                .isPresent();
    }

    String reason() {
        return reason;
    }

    /** Who wrote its receipt; empty if the receipt does not have it. */
    Optional<ReceiptWriter> writer() {
        return writer;
    }

    /** When its receipt was written, in epoch milliseconds. */
    long settledAt() {
        return settledAt;
    }

    boolean hasDeadLetter() {
        return deadLetter;
    }
}
