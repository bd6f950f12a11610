package io.alertrelay.camel;

import io.alertrelay.record.AlertRef;
import io.alertrelay.record.Delivery;
import io.alertrelay.record.ReceiptId;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the deliveries of one channel that were read, to recognise a second copy of one. It does not know which of
 * two states of an alert is newer. Each alert of a webhook takes one bit: a body of 1 MiB may have 42,000, and all of
 * them may be read again after a crash.
 */
final class SeenDeliveries {
    private static final int GROUP = 1 << 12;

    private final Map<Group, BitSet> groups = new LinkedHashMap<>();
    private int size;

    private record Group(ReceiptId receipt, String replay, int number) {}

    /** Adds it; returns whether it is new. */
    boolean add(Delivery delivery) {
        return add(delivery.alert(), delivery.replay().orElse(""));
    }

    /** @param replay that made it; empty if none did */
    boolean add(AlertRef alert, String replay) {
        int index = alert.index();
        BitSet indexes = groups.computeIfAbsent(new Group(alert.webhook(), replay, index / GROUP), g -> new BitSet());
        if (indexes.get(index % GROUP)) {
            return false;
        }
        indexes.set(index % GROUP);
        size++;
        return true;
    }

    /** Forgets the oldest ones, so that this many are left. */
    void forgetOldest(int kept) {
        Iterator<BitSet> oldest = groups.values().iterator();
        while (size > kept) {
            int count = oldest.next().cardinality();
            if (size - count < kept) {
                return;
            }
            size -= count;
            oldest.remove();
        }
    }
}
