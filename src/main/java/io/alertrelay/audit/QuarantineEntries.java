package io.alertrelay.audit;

import io.alertrelay.reading.Scope;
import io.alertrelay.record.AlertIndexes;
import io.alertrelay.record.Resolution;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The bodies and alerts that an audit found in quarantine. */
final class QuarantineEntries {
    private final Scope scope;
    private final IdTable webhooks = new IdTable();
    private final IdTable alerts = new IdTable();
    /** By webhook; these may be hundreds of thousands each. */
    private final Map<String, AlertIndexes> together = new HashMap<>();

    private final Set<String> unresolved = new HashSet<>();
    private final Map<String, Long> resolved = new TreeMap<>();
    private long atEndpoint;
    private long inRouting;
    private long setAside;

    QuarantineEntries(Scope scope) {
        this.scope = scope;
    }

    /**
     * Adds a body that was refused at the endpoint.
     *
     * @param id by which resolutions name it
     */
    void refused(String id, Instant receivedAt) {
        if (scope.covers(receivedAt)) {
            atEndpoint++;
            unresolved.add(id);
        }
    }

    /**
     * Adds a webhook that was accepted and could not be routed.
     *
     * @param id of the record in quarantine, by which resolutions name it
     */
    void webhook(String id, String receipt, Instant receivedAt) {
        if (scope.covers(receivedAt) && !hasWebhook(receipt)) {
            webhooks.add(receipt);
            inRouting++;
            unresolved.add(id);
        }
    }

    /**
     * Adds alerts that were set aside, mostly one.
     *
     * @param id of the record in quarantine, by which resolutions name it
     * @param receipt of their webhook
     */
    void alerts(String id, String receipt, AlertIndexes its, Instant receivedAt) {
        if (!scope.covers(receivedAt)) {
            return;
        }
        long before = setAside;
        setAside += its.stream().filter(index -> !hasAlert(receipt, index)).count();
        if (its.count() == 1) {
            alerts.add(receipt + "/" + its.first());
        } else {
            together.merge(receipt, its, AlertIndexes::and);
        }
        if (setAside > before) {
            unresolved.add(id);
        }
    }

    /** Adds a resolution of one of these records. */
    void resolved(Resolution resolution) {
        if (unresolved.remove(resolution.about())) {
            resolved.merge(resolution.kind().word(), 1L, Long::sum);
        }
    }

    /** Whether the whole webhook is in quarantine. */
    boolean hasWebhook(String receipt) {
        return webhooks.find(receipt) >= 0;
    }

    /** Whether that alert of a webhook is in quarantine, and not all of it. */
    boolean hasAlert(String receipt, int index) {
        return alerts.find(receipt + "/" + index) >= 0
                || Optional.ofNullable(together.get(receipt))
                        .filter(its -> its.has(index))
                        .isPresent();
    }

    AuditReport.InQuarantine counts() {
        return new AuditReport.InQuarantine(atEndpoint, inRouting, setAside, resolved);
    }
}
