package io.alertrelay.replay;

/**
 * How the former and the current routes differ for a channel, over the replayed alerts.
 *
 * @param added alerts routed there now that were not before
 * @param removed alerts routed there before that are not now
 * @param unchanged alerts routed there before and now
 * @param unknown alerts routed there now whose former routing is not known
 */
public record RouteDifference(Tally added, Tally removed, Tally unchanged, Tally unknown) {
    static final RouteDifference NONE = new RouteDifference(Tally.NONE, Tally.NONE, Tally.NONE, Tally.NONE);

    RouteDifference plusAdded(String example) {
        return new RouteDifference(added.plus(example), removed, unchanged, unknown);
    }

    RouteDifference plusRemoved(String example) {
        return new RouteDifference(added, removed.plus(example), unchanged, unknown);
    }

    RouteDifference plusUnchanged(String example) {
        return new RouteDifference(added, removed, unchanged.plus(example), unknown);
    }

    RouteDifference plusUnknown(String example) {
        return new RouteDifference(added, removed, unchanged, unknown.plus(example));
    }
}
