package io.alertrelay.delivery;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which deliveries of a channel's partition are settled beyond the committed offset, so that a relay that takes the
 * partition over sends again only what was in flight.
 *
 * <p>It travels in the metadata of the committed offset, as {@code v1 receipts=1042}: settlements of this offset and
 * later ones are in the receipts from 1042 on. A commit without it, as Kafka's tools make, means that everything from
 * there is delivered again. Without a commit (a new channel, or a cluster that has forgotten the group's offsets) all
 * receipts count, and so they do if the note is of an earlier topic of receipts, which was longer than the one there is
 * now.
 *
 * <p>Used by the poll thread and notified of settlements by others; thread-safe.
 */
public final class SettledProgress {
    private static final Pattern NOTE = Pattern.compile("v1 receipts=(\\d{1,18})");

    private SettledBefore settledBefore = new SettledBefore(0, 0);
    private long taken;
    private long oldReceipts;
    private long receipts;
    /** What is before was read since the start. */
    private long next;

    /**
     * Starts again at an offset.
     *
     * @param offset that is read next
     * @param end of the partition now: what is stored later can't be settled yet
     * @param note the metadata committed with it; blank if the offset was set by another tool; empty if none was
     *     committed
     * @param receiptsEnd of the receipts now: what is settled from now on is found from there on
     * @return the offset in the receipts from which settlements must be {@linkplain #recover recovered}; empty if none
     *     must
     */
    public synchronized Optional<Long> startAt(long offset, long end, Optional<String> note, long receiptsEnd) {
        settledBefore = new SettledBefore(offset, end);
        taken = end;
        next = offset;
        Optional<Long> from = note.isEmpty()
                ? Optional.of(0L)
                : note.map(NOTE::matcher)
                        .filter(Matcher::matches)
                        .map(m -> Long.parseLong(m.group(1)))
                        .map(noted -> noted > receiptsEnd ? 0L : noted);
        oldReceipts = from.orElse(receiptsEnd);
        receipts = receiptsEnd;
        return from;
    }

    /**
     * A delivery was settled before.
     *
     * @param id of the delivery: another one at the same offset is not affected
     */
    public synchronized void recover(long offset, String id) {
        settledBefore.add(offset, id);
    }

    /** Settlements recorded from now on are found in the receipts from there on. */
    public synchronized void recorded(long receiptsEnd) {
        receipts = Math.max(receipts, receiptsEnd);
    }

    /**
     * A delivery is settled now, after those that were {@linkplain #recover recovered} had been read: if it is still to
     * be read again, it is not delivered again. To be called before its receipt is {@linkplain #recorded said to be
     * there}; between those of one write it may be delivered once more after a crash.
     */
    public synchronized void settled(long offset, String id) {
        if (offset >= next) {
            settledBefore.add(offset, id);
        }
    }

    /** Whether the delivery with that id at that offset is settled, although its offset is not committed yet. */
    public synchronized boolean settledBefore(long offset, String id) {
        return settledBefore.contains(offset, id);
    }

    /**
     * Whether the delivery at that offset may have been sent by whoever had the partition before: it was stored before
     * this relay took it. That is known of none of them, because what was in flight has no receipt.
     */
    public synchronized boolean mayHaveBeenSent(long offset) {
        return offset < taken;
    }

    /**
     * The metadata to commit with an offset that is read now or later.
     *
     * @param offset that is read next
     */
    public synchronized String note(long offset) {
        next = Math.max(next, offset);
        return "v1 receipts=" + (offset <= settledBefore.last() ? oldReceipts : receipts);
    }
}
