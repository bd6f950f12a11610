package io.alertrelay.camel;

import io.alertrelay.record.AlertRef;
import io.alertrelay.record.Delivery;
import io.alertrelay.record.ReceiptId;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Deliveries of one channel that were read, each once: recognises a second copy of the same delivery. Which of two states of
 * an alert is newer is nothing to it. Of the alerts of a webhook each takes a bit: a body of 1 MiB may
 * have 42,000, and all of them may be read again after a crash.
 */
final class SeenDeliveries {
    private static final int GROUP = 1 << 12;

    private final Map<Group, BitSet> groups = new LinkedHashMap<>();
    private int size;

    private record Group(ReceiptId receipt, String replay, int number) {}

    /** Whether it was not there before. */
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

    /** Forgets those that were there first, as far as so many are left. */
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
