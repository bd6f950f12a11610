package io.alertrelay.delivery;

/**
 * How many deliveries of a channel are in flight: from when they are sent until their end is recorded, or they wait
 * again. Each is counted once, and gives its place back once, whatever a bug reports twice. One whose end is known is
 * no request any more: the next request need not wait for its receipt. Not thread-safe.
 */
final class InFlight {
    private int all;
    private int ended;
    private int repeatable;
    private int replayed;

    void sent(QueuedDelivery queued) {
        all++;
        replayed += queued.isReplayed() ? 1 : 0;
    }

    /**
     * Its end is known, and is to be recorded. No effect if that was known already.
     *
     * @param again whether Flashduty would get it once more if that were lost
     */
    void ended(QueuedDelivery queued, boolean again) {
        if (queued.ended()) {
            return;
        }
        queued.end(again);
        ended++;
        repeatable += again ? 1 : 0;
        replayed -= queued.isReplayed() && !again ? 1 : 0;
    }

    /** Its end is recorded, or it waits again. No effect on what is not in flight. */
    void landed(QueuedDelivery queued) {
        if (queued.landed()) {
            all--;
            ended -= queued.ended() ? 1 : 0;
            repeatable -= queued.repeatable() ? 1 : 0;
            replayed -= queued.isReplayed() && (!queued.ended() || queued.repeatable()) ? 1 : 0;
        }
    }

    int all() {
        return all;
    }

    /** Those of which the end is not known. */
    int requests() {
        return all - ended;
    }

    /** Those that have ended and that Flashduty would get once more if they were not recorded. */
    int repeatable() {
        return repeatable;
    }

    /** Replayed ones of which the end is not known, or that Flashduty would get once more. */
    int replayed() {
        return replayed;
    }
}
