package io.alertrelay.selfalert;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The reported problems that are not over, and what must be reported next. Each problem is reported once until it is
 * over, or worse; not again too soon; and at most ten in a minute. It is over only when that is known: right after a
 * start, for example, not being found does not mean that. A report that is not acknowledged may be stored all the same,
 * so its problem is open from the moment it is sent. For one thread.
 */
public final class ReportedTroubles {
    private static final int MOST = 10;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** Longer than any problem has to wait until it fires again. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Map<String, Open> open = new HashMap<>();
    private final Map<String, Instant> firedAt = new HashMap<>();
    private final Deque<Instant> lately = new ArrayDeque<>();
    private final Set<String> resolved = new HashSet<>();

    /**
     * @param trouble empty if another relay reported it, or this one before a restart
     * @param stored whether its report certainly is; otherwise it is still due
     */
    private record Open(Severity severity, Optional<SelfTrouble> trouble, boolean stored) {}

    /**
     * @param open the ids of reported problems that are not over, as far as known, with their severity
     */
    public ReportedTroubles(Map<String, Severity> open) {
        open.forEach((id, severity) -> this.open.put(id, new Open(severity, Optional.empty(), true)));
    }

    /**
     * Adds reported problems that were not known when this relay began to report: their reports were stored, and not
     * routed yet. What this relay has resolved itself is not open again.
     *
     * @param open by id, with their severity
     */
    public void alsoOpen(Map<String, Severity> open) {
        open.forEach((id, severity) -> {
            if (!resolved.contains(id)) {
                this.open.putIfAbsent(id, new Open(severity, Optional.empty(), true));
            }
        });
    }

    /**
     * What must be reported now.
     *
     * @param now what is known of the current problems
     * @param againAfter how long after a report the same problem may be reported again
     * @param at by a monotonic clock
     */
    public List<TroubleReport> due(Findings now, Duration againAfter, Instant at) {
        lately.removeIf(report -> !report.plus(MINUTE).isAfter(at));
        firedAt.values().removeIf(fired -> !fired.plus(REMEMBERED).isAfter(at));
        Map<String, SelfTrouble> wrong = new LinkedHashMap<>();
        now.wrong().stream()
                .sorted(Comparator.comparing(SelfTrouble::severity))
                .forEach(one -> wrong.put(one.id(), one));
        List<TroubleReport> due = new ArrayList<>();
        open.forEach((id, before) -> {
            if (!wrong.containsKey(id) && !now.isNotKnown(id)) {
                due.add(new TroubleReport(id, AlertStatus.RESOLVED, before.trouble()));
            }
        });
        int room = MOST - lately.size();
        for (SelfTrouble one : wrong.values()) {
            open.computeIfPresent(
                    one.id(), (id, before) -> new Open(before.severity(), Optional.of(one), before.stored()));
            if (room > 0 && isDue(one, againAfter, at)) {
                due.add(TroubleReport.firing(one));
                room--;
            }
        }
        return due;
    }

    private boolean isDue(SelfTrouble one, Duration againAfter, Instant at) {
        Open before = open.get(one.id());
        return before == null || !before.stored()
                ? !firedAt.getOrDefault(one.id(), Instant.MIN).isAfter(at.minus(againAfter))
                : one.severity().compareTo(before.severity()) < 0;
    }

    /** These are about to be sent. Whatever becomes of that, they may be stored. */
    public void sending(Collection<TroubleReport> reports) {
        for (TroubleReport report : reports) {
            if (report.status() == AlertStatus.FIRING) {
                open.putIfAbsent(report.id(), new Open(severity(report), report.trouble(), false));
            }
        }
    }

    /** These were reported. */
    public void reported(Collection<TroubleReport> reports, Instant at) {
        for (TroubleReport report : reports) {
            if (report.status() == AlertStatus.RESOLVED) {
                open.remove(report.id());
                resolved.add(report.id());
            } else {
                open.put(report.id(), new Open(severity(report), report.trouble(), true));
                firedAt.put(report.id(), at);
                lately.add(at);
            }
        }
    }

    private static Severity severity(TroubleReport report) {
        return report.trouble().map(SelfTrouble::severity).orElse(Severity.INFO);
    }
}
