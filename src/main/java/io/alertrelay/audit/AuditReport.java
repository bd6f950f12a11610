package io.alertrelay.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.util.StdConverter;
import io.alertrelay.reading.Scope;
import io.alertrelay.record.EndpointRefusals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What an audit found, and its JSON.
 *
 * @param begin since when all webhooks are kept; empty if none was deleted for its age
 * @param refused at the endpoint, without their bodies: none of the other numbers has them
 * @param alerts in the accepted webhooks
 * @param counts of the findings, by kind
 * @param findings at most a thousand of each kind
 */
@JsonPropertyOrder({
    "scope",
    "oldest_webhook_at",
    "journal_begins_at",
    "refused_at_the_endpoint",
    "webhooks",
    "alerts",
    "deliveries",
    "quarantined",
    "repeats",
    "unaccounted",
    "clean",
    "findings_by_kind",
    "findings"
})
public record AuditReport(
        @JsonUnwrapped Scope scope,
        @JsonProperty("oldest_webhook_at") Optional<Instant> oldest,
        @JsonProperty("journal_begins_at") Optional<Instant> begin,

        @JsonProperty("refused_at_the_endpoint") @JsonSerialize(converter = Refused.class)
        SortedMap<EndpointRefusals.Kind, Long> refused,

        Webhooks webhooks,
        long alerts,
        Deliveries deliveries,
        InQuarantine quarantined,
        Repeats repeats,
        @JsonProperty("findings_by_kind") Map<Finding.Kind, Long> counts,
        List<Finding> findings) {

    private static final class Refused extends StdConverter<SortedMap<EndpointRefusals.Kind, Long>, JsonNode> {
        @Override
        public JsonNode convert(SortedMap<EndpointRefusals.Kind, Long> counts) {
            return EndpointRefusals.json(counts);
        }
    }

    /**
     * Of the accepted webhooks.
     *
     * @param notRoutedYet those that wait to be routed
     * @param beyondRetention those with an alert without a trace, which may have been deleted for its age
     */
    public record Webhooks(long accepted, long notRoutedYet, long beyondRetention) {}

    /**
     * They add up: due = delivered + dead-lettered + superseded + pending + unaccounted + beyond retention.
     *
     * @param due distinct deliveries that the channels' topics have
     * @param deadLettered by reason
     * @param deadLettersResolved of the dead-lettered, those that were resolved, by resolution
     * @param superseded by reason
     * @param pending without a receipt, and not passed by their channel's offset
     * @param notLetInYet that a replay handed over and the routing stage has not let in: not due yet
     * @param passedUnsettled without a receipt, and passed
     * @param beyondRetention whose counterpart may have been deleted for its age, so that nothing can be said
     */
    public record Deliveries(
            long due,
            long delivered,
            Map<String, Long> deadLettered,
            @JsonProperty("dead_letters_decided") Map<String, Long> deadLettersResolved,
            Map<String, Long> superseded,
            long pending,
            long notLetInYet,
            long passedUnsettled,
            long beyondRetention) {}

    /**
     * Bodies and alerts in quarantine.
     *
     * @param atEndpoint answered 400, so not accepted
     * @param inRouting accepted, and not readable when they were routed
     * @param setAside single alerts of accepted webhooks, others of which were routed
     * @param resolved those of all of them that operators resolved, by resolution
     */
    public record InQuarantine(
            @JsonProperty("at_the_door") long atEndpoint,
            long inRouting,
            long setAside,
            @JsonProperty("decided") Map<String, Long> resolved) {}

    /**
     * Harmless duplicates.
     *
     * @param records of deliveries that were routed again after a crash
     * @param receipts of deliveries that were settled again, in the same way
     * @param afterTakeOver receipts of deliveries that two relays settled in different ways, because one took the
     *     channel over while the other had them in flight; the first receipt counts
     * @param olderReceipts of deliveries whose webhooks and records are deleted for their age
     */
    public record Repeats(long records, long receipts, long afterTakeOver, long olderReceipts) {}

    /** What was accepted and may not have been delivered, without any record of it: must be 0. */
    @JsonProperty
    public long unaccounted() {
        return counts.entrySet().stream()
                .filter(e -> e.getKey().unaccounted())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Whether nothing is unaccounted and nothing contradicts itself. */
    @JsonProperty
    public boolean clean() {
        return counts.isEmpty();
    }
}
