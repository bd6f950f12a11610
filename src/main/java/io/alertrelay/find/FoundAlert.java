package io.alertrelay.find;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.Resolution;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An alert that was found, and what happened to it.
 *
 * @param receivedAt when it was received
 * @param requestId of its webhook; for a refused one the request id of the answer
 * @param index in its webhook; empty if the whole body could not be read
 * @param status {@code firing} or {@code resolved}; empty if it could not be read, and then there is no severity either
 * @param title as its event has it; for an unreadable one its {@code alertname}, if that can be found
 * @param alertKey empty if it could not be read
 * @param routed false while it waits to be routed
 * @param deliveries by channel
 * @param unread what happened instead, if it was refused or could not be read or routed
 */
public record FoundAlert(
        @JsonProperty("at") Instant receivedAt,
        String requestId,
        OptionalInt index,
        String integration,
        String status,
        String severity,
        String title,
        String alertKey,
        boolean routed,
        List<FoundDelivery> deliveries,
        Optional<Unread> unread) {
    public FoundAlert {
        deliveries = List.copyOf(deliveries);
    }

    /**
     * What happened to a delivery.
     *
     * @param detail why, what it waits for, or Flashduty's answer; may be empty
     * @param at when it ended
     * @param replay that made it; empty for a live one
     */
    public record FoundDelivery(
            String channel,
            @JsonProperty("state") AlertEnding ending,
            String detail,
            Optional<Instant> at,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String replay) {}

    /**
     * What was refused or can't be read.
     *
     * @param kind a {@link Quarantined.Kind}, or the HTTP status with which it was refused
     * @param id of the record in quarantine with its body; empty if that was not kept
     * @param resolution of that record
     */
    public record Unread(
            @JsonProperty("state") AlertEnding ending,
            String kind,
            String cause,
            Optional<String> id,
            Optional<Resolution> resolution) {}

    /** The same alert with its deliveries. */
    FoundAlert with(boolean isRouted, List<FoundDelivery> ended) {
        return new FoundAlert(
                receivedAt, requestId, index, integration, status, severity, title, alertKey, isRouted, ended, unread);
    }

    /** The same with the resolution of its record in quarantine. */
    FoundAlert with(Optional<Resolution> resolution) {
        return new FoundAlert(
                receivedAt,
                requestId,
                index,
                integration,
                status,
                severity,
                title,
                alertKey,
                routed,
                deliveries,
                unread.map(it -> new Unread(it.ending(), it.kind(), it.cause(), it.id(), resolution)));
    }

    /** The endings of the alert and of its deliveries, only to the channel if one is named. */
    Set<AlertEnding> endings(Optional<String> channel) {
        if (unread.isPresent()) {
            return Set.of(unread.get().ending());
        }
        return routed
                ? deliveries.stream()
                        .filter(delivery ->
                                channel.map(delivery.channel()::equals).orElse(true))
                        .map(FoundDelivery::ending)
                        .collect(Collectors.toSet())
                : channel.isEmpty() ? Set.of(AlertEnding.WAITING) : Set.of();
    }
}
