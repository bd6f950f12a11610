package io.alertrelay.find;

/** How many records a search may still read. For one thread. */
final class RecordBudget {
    private final int most;
    private int left;

    /** @param most that it may read */
    RecordBudget(int most) {
        this.most = most;
        left = most;
    }

    /** A record is read. */
    void take() {
        left--;
    }

    /** How many it may still read. */
    int left() {
        return left;
    }

    /** Whether it may read no more of what may not be there at all. */
    boolean isHalfSpent() {
        return left <= most / 2;
    }

    /** Whether it may read no more. */
    boolean isSpent() {
        return left <= 0;
    }
}
