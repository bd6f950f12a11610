package io.alertrelay.observe;

import java.time.Instant;

/** One number for each of the latest time slots. Thread-safe. */
final class Slots {
    private final int seconds;
    private final int[] values;
    /** The number of the time slot of each. */
    private final int[] of;

    Slots(int seconds, int count) {
        this.seconds = seconds;
        this.values = new int[count];
        this.of = new int[count];
    }

    /** Adds to the slot of that time. */
    synchronized void add(Instant at, long more) {
        set(at, more + (of[index(at)] == slot(at) ? values[index(at)] : 0));
    }

    /** The value of the slot of that time. */
    synchronized void set(Instant at, long value) {
        values[index(at)] = (int) Math.min(Integer.MAX_VALUE, value);
        of[index(at)] = slot(at);
    }

    /** The sum over that many latest complete slots. */
    synchronized long sum(Instant now, int slots) {
        long sum = 0;
        for (int i = 1; i <= slots; i++) {
            sum += value(slot(now) - i);
        }
        return sum;
    }

    /**
     * Adds the numbers to the given ones, oldest first; the last is the current slot's.
     *
     * @param sums the target; each entry covers as many slots as there are, divided by its length
     * @param gauge whether of several slots the latest counts, instead of their sum
     */
    synchronized void addTo(long[] sums, Instant now, boolean gauge) {
        int together = values.length / sums.length;
        int first = slot(now) + 1 - sums.length * together;
        for (int i = 0; i < sums.length; i++) {
            int from = first + i * together;
            int to = from + together - 1;
            if (gauge) {
                // The current slot may not be set yet: what was so just before still is.
                sums[i] += latest(Math.min(from, slot(now) - 1), to);
            } else {
                for (int slot = from; slot <= to; slot++) {
                    sums[i] += value(slot);
                }
            }
        }
    }

    /** The value of the last of these slots that has one. */
    private int latest(int from, int to) {
        int slot = to;
        while (slot > from && of[Math.floorMod(slot, values.length)] != slot) {
            slot--;
        }
        return value(slot);
    }

    private int value(int slot) {
        int index = Math.floorMod(slot, values.length);
        return of[index] == slot ? values[index] : 0;
    }

    private int index(Instant at) {
        return Math.floorMod(slot(at), values.length);
    }

    private int slot(Instant at) {
        return (int) (at.getEpochSecond() / seconds);
    }
}
