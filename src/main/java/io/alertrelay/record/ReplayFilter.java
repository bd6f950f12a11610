package io.alertrelay.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.alertrelay.alert.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which alerts of the range are replayed. An empty set selects all.
 *
 * @param from only webhooks received at or after this time
 * @param to only webhooks received before this time
 * @param receipts only these webhooks
 * @param channels only deliveries to these channels
 * @param where conditions as in rules; all must hold
 */
public record ReplayFilter(
        Optional<Instant> from,
        Optional<Instant> to,
        Set<String> receipts,
        Set<String> integrations,
        Set<String> channels,
        Set<Severity> severities,
        List<ConditionDefinition> where,
        @JsonProperty("ended") Optional<OutcomeFilter> only) {
    /** Selects everything. */
    public static final ReplayFilter NONE = new ReplayFilter(
            Optional.empty(), Optional.empty(), Set.of(), Set.of(), Set.of(), Set.of(), List.of(), Optional.empty());

    public ReplayFilter {
        receipts = sorted(receipts);
        integrations = sorted(integrations);
        channels = sorted(channels);
        severities = sorted(severities);
        where = List.copyOf(where);
    }

    /** The id of an order is a hash that includes these, so their order must always be the same. */
    private static <T extends Comparable<T>> Set<T> sorted(Set<T> some) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(some));
    }

    /** Whether the webhook is selected. */
    public boolean covers(String receipt, String integration, Instant receivedAt) {
        return (receipts.isEmpty() || receipts.contains(receipt))
                && (integrations.isEmpty() || integrations.contains(integration))
                && from.map(f -> !receivedAt.isBefore(f)).orElse(true)
                && to.map(receivedAt::isBefore).orElse(true);
    }

    /** Whether deliveries to the channel are selected. */
    public boolean coversChannel(String channel) {
        return channels.isEmpty() || channels.contains(channel);
    }
}
