package io.alertrelay.explain;

import io.alertrelay.explain.WhatIfResult.Count;
import io.alertrelay.explain.WhatIfResult.Difference;
import io.alertrelay.explain.WhatIfResult.Example;
import io.alertrelay.explain.WhatIfResult.Group;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts what other rules would do; for one thread. */
final class WhatIfTally {
    private final Map<String, Long> before = new HashMap<>();
    private final Map<String, Long> after = new HashMap<>();
    private final Map<Difference, Group> groups = new HashMap<>();
    private long webhooks;
    private long unreadable;
    private long firings;
    private long recoveries;
    private long changed;
    private long added;
    private long removed;
    private long intoDefault;
    private long ungrouped;

    void webhook() {
        webhooks++;
    }

    void unreadable() {
        unreadable++;
    }

    void recovery() {
        recoveries++;
    }

    void firing(List<String> channelsBefore, List<String> channelsAfter) {
        firings++;
        channelsBefore.forEach(channel -> before.merge(channel, 1L, Long::sum));
        channelsAfter.forEach(channel -> after.merge(channel, 1L, Long::sum));
    }

    void difference(Difference difference, Example example) {
        boolean some = !difference.before().containsAll(difference.after());
        boolean fewer = !difference.after().containsAll(difference.before());
        added += some ? 1 : 0;
        removed += fewer ? 1 : 0;
        changed += some || fewer ? 1 : 0;
        intoDefault += difference.intoDefault() ? 1 : 0;
        if (groups.size() < WhatIfResult.MOST_GROUPS || groups.containsKey(difference)) {
            groups.compute(
                    difference, (d, group) -> group == null ? new Group(1, List.of(example)) : group.with(example));
        } else {
            ungrouped++;
        }
    }

    WhatIfResult result() {
        Set<String> names = new HashSet<>(before.keySet());
        names.addAll(after.keySet());
        TreeMap<String, Count> channels = new TreeMap<>();
        names.forEach(
                name -> channels.put(name, new Count(before.getOrDefault(name, 0L), after.getOrDefault(name, 0L))));
        return new WhatIfResult(
                webhooks,
                unreadable,
                firings,
                recoveries,
                channels,
                changed,
                added,
                removed,
                intoDefault,
                groups,
                ungrouped);
    }
}
