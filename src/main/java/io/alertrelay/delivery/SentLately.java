package io.alertrelay.delivery;

import java.time.Instant;

/** How many requests were sent in the last minute, by the second. */
final class SentLately {
    private static final int SECONDS = 60;

    private final int[] counts = new int[SECONDS];
    private long current;

    void sent(Instant now) {
        moveTo(now.getEpochSecond());
        counts[(int) (current % SECONDS)]++;
    }

    int inTheLastMinute(Instant now) {
        moveTo(now.getEpochSecond());
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    private void moveTo(long second) {
        long from = Math.max(current + 1, second - SECONDS + 1);
        for (long s = from; s <= second; s++) {
            counts[(int) (s % SECONDS)] = 0;
        }
        current = Math.max(current, second);
    }
}
