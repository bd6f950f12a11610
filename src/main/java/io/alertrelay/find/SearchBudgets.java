package io.alertrelay.find;

/**
 * How many records a whole search may still read to find how alerts ended, by what for. Each has its own, so that what
 * can't be found in one way does not keep anything from being found in another.
 *
 * @param routine for what must be there
 * @param ofMissing for what may not be there at all, because a channel's topic can't be written: there is much of it in
 *     an outage
 * @param passedOver for what was stored while the wall clock was set back
 * @param again for other decisions about what seems lost
 */
record SearchBudgets(RecordBudget routine, RecordBudget ofMissing, RecordBudget passedOver, RecordBudget again) {
    private static final int MOST = 500_000;
    private static final int MOST_OF_MISSING = 250_000;
    private static final int MOST_PASSED_OVER = 100_000;

    /** Those of a search that begins. */
    static SearchBudgets full() {
        return new SearchBudgets(
                new RecordBudget(MOST),
                new RecordBudget(MOST_OF_MISSING),
                new RecordBudget(MOST_PASSED_OVER),
                new RecordBudget(MOST_OF_MISSING));
    }
}
