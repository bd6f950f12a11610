package io.alertrelay.audit;

import io.alertrelay.reading.Scope;
import io.alertrelay.record.EndpointRefusals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What an audit found. The deliveries add up: due = delivered + dead-lettered + superseded + pending + unaccounted +
 * beyond retention.
 *
 * @param refused at the endpoint, without their bodies: none of the other numbers has them
 * @param webhooks that were accepted
 * @param notRoutedYet of these, those that wait to be routed
 * @param alerts in the accepted webhooks
 * @param due distinct deliveries that the channels' topics have
 * @param deadLettered by reason
 * @param deadLettersDecided of the dead-lettered, those about which somebody decided, by decision
 * @param superseded by reason
 * @param pending without a receipt, and not passed by their channel's offset
 * @param notLetInYet that a replay handed over and the routing stage has not let in: not due yet
 * @param passedUnsettled without a receipt, and passed
 * @param beyondRetention whose counterpart may have been deleted for its age, so that nothing can be said
 * @param counts of the findings, by kind
 * @param findings at most a thousand of each kind
 */
public record AuditReport(
        Scope scope,
        Optional<Instant> oldest,
        SortedMap<EndpointRefusals.Kind, Long> refused,
        long webhooks,
        long notRoutedYet,
        long alerts,
        long due,
        long delivered,
        Map<String, Long> deadLettered,
        Map<String, Long> deadLettersDecided,
        Map<String, Long> superseded,
        long pending,
        long notLetInYet,
        long passedUnsettled,
        long beyondRetention,
        Quarantined quarantined,
        Repeats repeats,
        Map<Finding.Kind, Long> counts,
        List<Finding> findings) {

    /**
     * Bodies and alerts in quarantine.
     *
     * @param atTheDoor answered 400, so not accepted
     * @param inRouting accepted, and not readable when they were routed
     * @param setAside single alerts of accepted webhooks, others of which were routed
     * @param decided of all of them, those about which somebody decided, by decision
     */
    public record Quarantined(long atTheDoor, long inRouting, long setAside, Map<String, Long> decided) {}

    /**
     * Harmless doubles.
     *
     * @param records of deliveries that were routed again after a crash
     * @param receipts of deliveries that were settled again, in the same way
     * @param afterTakeOver receipts of deliveries that two relays settled in different ways, because one took the
     *     channel over while the other had them in flight; the first receipt counts
     * @param olderReceipts of deliveries whose webhooks and records are deleted for their age
     */
    public record Repeats(long records, long receipts, long afterTakeOver, long olderReceipts) {}

    /** What was accepted and may not have been delivered, with nothing to tell of it: must be 0. */
    public long unaccounted() {
        return counts.entrySet().stream()
                .filter(e -> e.getKey().unaccounted())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Whether nothing is unaccounted and nothing contradicts itself. */
    public boolean clean() {
        return counts.isEmpty();
    }
}
