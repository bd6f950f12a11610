package io.alertrelay.pipeline;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which alerts of a partition of webhooks were routed lately, and the latest webhook of each. So that what is replayed
 * is not let in behind a newer state of its alert.
 */
final class RecentAlerts {
    /** So many alerts are remembered; a replay looks for newer states itself until shortly before. */
    static final int ALERTS = 20_000;

    private final Map<String, AlertRef> latest = new LinkedHashMap<>();
    private long complete;

    /** @param complete the offset from which on all that is routed is told */
    RecentAlerts(long complete) {
        this.complete = complete;
    }

    void routed(String key, AlertRef ref) {
        AlertRef before = latest.remove(key);
        latest.put(key, before == null || before.compareTo(ref) < 0 ? ref : before);
        if (latest.size() > ALERTS) {
            Iterator<AlertRef> oldest = latest.values().iterator();
            complete = Math.max(complete, oldest.next().offset() + 1);
            oldest.remove();
        }
    }

    /** Whether it is known what was routed from that offset on. */
    boolean reachesBackTo(long offset) {
        return offset >= complete;
    }

    /** The latest state of the alert, if it was routed from that offset on. */
    Optional<AlertRef> since(String key, long offset) {
        return Optional.ofNullable(latest.get(key)).filter(ref -> ref.offset() >= offset);
    }
}
