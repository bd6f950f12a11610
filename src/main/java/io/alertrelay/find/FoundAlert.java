package io.alertrelay.find;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.alertrelay.reading.Quarantined;
import io.alertrelay.record.Delivery;
import io.alertrelay.record.Resolution;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One alert that was found, and what became of it.
 *
 * @param receivedAt when
 * @param requestId of its webhook; where the endpoint refused it, the request id that it answered
 * @param index in its webhook; empty if all of it could not be read
 * @param status {@code firing} or {@code resolved}; empty if it could not be read, and so is the severity
 * @param title as its event has it; of what could not be read its {@code alertname}, as far as that can be told
 * @param alertKey empty if it could not be read
 * @param routed false while it waits to be routed
 * @param deliveries by channel
 * @param unread what became of it instead, if it was refused or could not be read or routed
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
        List<Delivery> deliveries,
        Optional<Unread> unread) {
    public FoundAlert {
        deliveries = List.copyOf(deliveries);
    }

    /**
     * What became of a delivery.
     *
     * @param detail why, what it waits for, or what Flashduty said; may be empty
     * @param at when it ended
     * @param replay that made it; empty for a live one
     */
    public record Delivery(
            String channel,
            @JsonProperty("state") AlertEnding ending,
            String detail,
            Optional<Instant> at,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String replay) {}

    /**
     * What was refused or can't be read.
     *
     * @param kind how it came so: a {@link Quarantined.Kind}, or the status of HTTP that it was refused with
     * @param id of the record in quarantine that has its body; empty if that was not kept
     * @param resolution what was decided about that record
     */
    public record Unread(
            @JsonProperty("state") AlertEnding ending,
            String kind,
            String cause,
            Optional<String> id,
            Optional<Resolution> resolution) {}

    /** The same with what became of it. */
    FoundAlert with(boolean isRouted, List<Delivery> ended) {
        return new FoundAlert(
                receivedAt, requestId, index, integration, status, severity, title, alertKey, isRouted, ended, unread);
    }

    /** How it and its deliveries to a channel, if one is named, ended. */
    Set<AlertEnding> endings(Optional<String> channel) {
        if (unread.isPresent()) {
            return Set.of(unread.get().ending());
        }
        return routed
                ? deliveries.stream()
                        .filter(delivery ->
                                channel.map(delivery.channel()::equals).orElse(true))
                        .map(Delivery::ending)
                        .collect(Collectors.toSet())
                : channel.isEmpty() ? Set.of(AlertEnding.WAITING) : Set.of();
    }
}
