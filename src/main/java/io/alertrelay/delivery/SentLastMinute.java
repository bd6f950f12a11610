package io.alertrelay.delivery;

import java.time.Instant;

/** How many requests were sent in the last minute, by the second. */
final class SentLastMinute {
    private static final int SECONDS = 60;
    private static final int RECENT = 10;

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

    /** Requests per second over the last ten whole seconds, or since the first request within these. */
    double perSecond(Instant now) {
        moveTo(now.getEpochSecond());
        int sum = 0;
        int seconds = 0;
        for (long second = current - RECENT; second < current; second++) {
            sum += counts[(int) Math.floorMod(second, (long) SECONDS)];
            seconds += sum > 0 ? 1 : 0;
        }
        return seconds == 0 ? 0 : (double) sum / seconds;
    }

    private void moveTo(long second) {
        long from = Math.max(current + 1, second - SECONDS + 1);
        for (long s = from; s <= second; s++) {
            counts[(int) (s % SECONDS)] = 0;
        }
        current = Math.max(current, second);
    }
}
