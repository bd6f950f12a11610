package io.alertrelay.find;

/** How many records a search may still read. For one thread. */
final class RecordBudget {
    private int left;

    /** @param most that it may read */
    RecordBudget(int most) {
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

    /** Whether it may read no more. */
    boolean isSpent() {
        return left <= 0;
    }
}
