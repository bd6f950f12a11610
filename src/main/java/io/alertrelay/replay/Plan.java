package io.alertrelay.replay;

import io.alertrelay.record.ReplayOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a replay would send, and what it would not.
 *
 * @param webhooks selected by the filter
 * @param alerts in them, selected by the filter
 * @param picks what is sent to each channel, in that order
 * @param differences routes then against routes now, by channel
 * @param leftOut what is not sent, by reason
 * @param unreadable webhooks that the current parser can't read
 */
public record Plan(
        ReplayOrder order,
        long webhooks,
        long alerts,
        Map<String, List<PlannedEvent>> picks,
        SortedMap<String, RouteDifference> differences,
        Map<Reason, Tally> leftOut,
        Tally unreadable) {
    public Plan {
        picks = Collections.unmodifiableMap(new LinkedHashMap<>(picks));
        differences = Collections.unmodifiableSortedMap(new TreeMap<>(differences));
        leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
    }

    /** How many requests it will send. */
    public long requests() {
        return picks.values().stream().mapToLong(List::size).sum();
    }

    /**
     * Checks that it has something to send, as it had when it was ordered, unless its channels have changed since.
     *
     * @throws ReplayException if they have
     */
    void checkChannels() throws ReplayException {
        for (Reason changed : List.of(Reason.CHANNEL_GONE, Reason.OTHER_FORMAT)) {
            Tally its = leftOut.getOrDefault(changed, Tally.NONE);
            if (requests() == 0 && its.count() > 0) {
                throw new ReplayException("nothing of it can be sent any more: of " + its.count() + " ("
                        + its.examples().get(0) + ") it is said: " + changed.text() + ": plan it again");
            }
        }
    }
}
