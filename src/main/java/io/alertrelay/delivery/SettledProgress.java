package io.alertrelay.delivery;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far the deliveries of a channel's partition have come, beyond what a committed offset says: which later ones are
 * settled already. So a relay that takes the partition over sends again only what was in flight.
 *
 * <p>It travels in the metadata of the committed offset, as {@code v1 receipts=1042}: settlements of this offset and
 * later ones are in the receipts from 1042 on. A commit without it, as Kafka's tools make, means that all from there is
 * to be delivered again. Without a commit (a new channel, or a cluster that has forgotten the group's offsets) all
 * receipts count.
 *
 * <p>Used by the poll thread, and told of settlements by others: safe for use by many threads.
 */
public final class SettledProgress {
    private static final Pattern NOTE = Pattern.compile("v1 receipts=(\\d{1,18})");

    private SettledBefore settledBefore = new SettledBefore(0, 0);
    private long oldReceipts;
    private long receipts;

    /**
     * Begins anew at an offset.
     *
     * @param offset that is read next
     * @param end of the partition now: what is stored later can't be settled yet
     * @param note what was committed with it; blank if the offset was set by somebody else; empty if none was committed
     * @return from where in the receipts the settlements are that are to be {@linkplain #recover recovered}; empty if
     *     none is
     */
    public synchronized Optional<Long> startAt(long offset, long end, Optional<String> note) {
        settledBefore = new SettledBefore(offset, end);
        Optional<Long> from = note.isEmpty()
                ? Optional.of(0L)
                : note.map(NOTE::matcher).filter(Matcher::matches).map(m -> Long.parseLong(m.group(1)));
        oldReceipts = from.orElse(0L);
        return from;
    }

    /**
     * A delivery was settled before.
     *
     * @param id of the delivery: of another one at the same offset it says nothing
     */
    public synchronized void recover(long offset, String id) {
        settledBefore.add(offset, id);
    }

    /** Settlements that are recorded from now on are found in the receipts from there. */
    public synchronized void recorded(long receiptsEnd) {
        receipts = Math.max(receipts, receiptsEnd);
    }

    /** Whether the delivery with that id, at that offset, was settled before, and only its offset has not moved yet. */
    public synchronized boolean settledBefore(long offset, String id) {
        return settledBefore.contains(offset, id);
    }

    /**
     * What is to be committed with an offset that is read now or later.
     *
     * @param next the offset that is read next
     */
    public synchronized String note(long next) {
        return "v1 receipts=" + (next <= settledBefore.last() ? oldReceipts : receipts);
    }
}
