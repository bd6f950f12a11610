package io.alertrelay.replay;

import io.alertrelay.alert.Severity;
import io.alertrelay.routing.ConditionDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which alerts of the stretch are replayed. A set that is empty leaves all in.
 *
 * @param from only webhooks that were received then or later
 * @param to and before then
 * @param receipts only of these webhooks
 * @param channels only what goes to one of these
 * @param where conditions as rules have them; all must hold
 */
public record Narrowing(
        Optional<Instant> from,
        Optional<Instant> to,
        Set<String> receipts,
        Set<String> integrations,
        Set<String> channels,
        Set<Severity> severities,
        List<ConditionDefinition> where,
        Optional<Only> only) {
    /** Leaves all in. */
    public static final Narrowing NONE = new Narrowing(
            Optional.empty(), Optional.empty(), Set.of(), Set.of(), Set.of(), Set.of(), List.of(), Optional.empty());

    public Narrowing {
        receipts = Set.copyOf(receipts);
        integrations = Set.copyOf(integrations);
        channels = Set.copyOf(channels);
        severities = Set.copyOf(severities);
        where = List.copyOf(where);
    }

    /** Whether a webhook is one of those. */
    public boolean covers(String receipt, String integration, Instant receivedAt) {
        return (receipts.isEmpty() || receipts.contains(receipt))
                && (integrations.isEmpty() || integrations.contains(integration))
                && from.map(f -> !receivedAt.isBefore(f)).orElse(true)
                && to.map(receivedAt::isBefore).orElse(true);
    }

    /** Whether what goes there is one of those. */
    public boolean coversChannel(String channel) {
        return channels.isEmpty() || channels.contains(channel);
    }
}
