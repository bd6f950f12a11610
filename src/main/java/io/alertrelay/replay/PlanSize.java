package io.alertrelay.replay;

/**
 * What a plan takes of the relay's memory, at most {@link #MOST_BYTES}: in the default heap of 1 GiB three replays that
 * are carried out, and one more plan that is made for somebody, then leave room for everything else. The figures were
 * measured with PlanSizeBenchmark, at the end of planning, where a plan is largest; one that is carried out takes 0.6
 * of that.
 */
final class PlanSize {
    /** A plan is refused beyond this. */
    static final long MOST_BYTES = 80L << 20;

    /** For a state of an alert that may be sent, its texts aside. */
    private static final int ALERT = 1_000;
    /** For each channel that it may be sent to. */
    private static final int CHANNEL = 700;
    /** For an alert of which it is only known that it came in, its key aside. */
    private static final int KNOWN = 200;

    private long candidates;
    private long known;
    private boolean chosen;

    /** @throws Planner.TooLargeException if it is too much then */
    void add(Candidate candidate) {
        candidates += bytes(candidate);
        check();
    }

    void remove(Candidate candidate) {
        candidates -= bytes(candidate);
    }

    /**
     * An alert came in that was not known before.
     *
     * @throws Planner.TooLargeException if it is too much then
     */
    void known(String key) {
        if (!chosen) {
            known += KNOWN + 2L * key.length();
            check();
        }
    }

    /** What is only known of is forgotten, unless it is about a candidate, and from now on not kept. */
    void onlyCandidates() {
        known = 0;
        chosen = true;
    }

    /**
     * So many are to be candidates, for one channel each.
     *
     * @throws Planner.TooLargeException if it is too much
     */
    static void check(int candidates) {
        if (candidates * (long) (ALERT + CHANNEL) > MOST_BYTES) {
            throw new Planner.TooLargeException();
        }
    }

    private void check() {
        if (candidates + known > MOST_BYTES) {
            throw new Planner.TooLargeException();
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
