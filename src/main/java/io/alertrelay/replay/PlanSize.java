package io.alertrelay.replay;

/**
 * The memory of a plan, at most {@link #MOST_BYTES}: in the default heap of 1 GiB three running replays and one more
 * plan leave room for everything else. The figures were measured with PlanSizeBenchmark at the end of planning, when a
 * plan is largest; a running one takes 0.6 of that.
 */
final class PlanSize {
    /** A plan is refused beyond this. */
    static final long MOST_BYTES = 80L << 20;

    /** For a state of an alert that may be sent, without its texts. */
    private static final int ALERT = 1_000;
    /** For each channel that it may be sent to. */
    private static final int CHANNEL = 700;
    /** For an alert that is only known to be received, without its key. */
    private static final int KNOWN = 200;

    private long candidates;
    private long known;
    private boolean chosen;

    /** @throws Planner.PlanTooLargeException if the plan is then too large */
    void add(Candidate candidate) {
        candidates += bytes(candidate);
        check();
    }

    void remove(Candidate candidate) {
        candidates -= bytes(candidate);
    }

    /**
     * A new alert was received.
     *
     * @throws Planner.PlanTooLargeException if the plan is then too large
     */
    void known(String key) {
        if (!chosen) {
            known += KNOWN + 2L * key.length();
            check();
        }
    }

    /** Drops received alerts that are not candidates, and keeps no more of them from now on. */
    void onlyCandidates() {
        known = 0;
        chosen = true;
    }

    /**
     * Reserves room for that many candidates, for one channel each.
     *
     * @throws Planner.PlanTooLargeException if the plan is then too large
     */
    static void check(int candidates) {
        if (candidates * (long) (ALERT + CHANNEL) > MOST_BYTES) {
            throw new Planner.PlanTooLargeException();
        }
    }

    private void check() {
        if (candidates + known > MOST_BYTES) {
            throw new Planner.PlanTooLargeException();
        }
    }

    private static long bytes(Candidate candidate) {
        long texts = candidate.key().length()
                + candidate.title().length()
                + candidate.why().length()
                + candidate.alert().receipt().length();
        return ALERT + (long) CHANNEL * Math.max(1, candidate.channels().size()) + 2 * texts;
    }
}
