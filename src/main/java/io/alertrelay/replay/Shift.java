package io.alertrelay.replay;

/**
 * For a channel, how the routes of then and now differ over the alerts that are replayed.
 *
 * @param added alerts that did not go there and do now
 * @param removed alerts that went there and do not now
 * @param unchanged alerts that went there and do now
 * @param unknown alerts that go there now, of which it is not known where they went
 */
public record Shift(Tally added, Tally removed, Tally unchanged, Tally unknown) {
    static final Shift NONE = new Shift(Tally.NONE, Tally.NONE, Tally.NONE, Tally.NONE);

    Shift plusAdded(String example) {
        return new Shift(added.plus(example), removed, unchanged, unknown);
    }

    Shift plusRemoved(String example) {
        return new Shift(added, removed.plus(example), unchanged, unknown);
    }

    Shift plusUnchanged(String example) {
        return new Shift(added, removed, unchanged.plus(example), unknown);
    }

    Shift plusUnknown(String example) {
        return new Shift(added, removed, unchanged, unknown.plus(example));
    }
}
