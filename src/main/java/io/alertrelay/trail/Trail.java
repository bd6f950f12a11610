package io.alertrelay.trail;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.DeliveryId;
import io.alertrelay.record.Outcome;
import io.alertrelay.record.Resolution;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happened to one webhook.
 *
 * @param accepted what was received; empty if the record is deleted for its age and only traces are left
 * @param quarantined why its body is in quarantine
 * @param resolution of the record in quarantine
 * @param routed whether nothing of it waits to be routed
 * @param tracesMayBeGone whether what of it has no trace may have had some, which were deleted for their age
 * @param more how many more alerts it has, if some are left out because there are too many
 */
public record Trail(
        @JsonProperty("request_id") String receipt,
        Optional<Accepted> accepted,
        Optional<String> quarantined,
        Optional<Resolution> resolution,
        boolean routed,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean tracesMayBeGone,
        List<AlertTrail> alerts,
        Optional<Integer> more) {
    public Trail {
        alerts = List.copyOf(alerts);
    }

    /**
     * What was received.
     *
     * @param source what kind of sender posted it
     * @param bytes of the body, unpacked
     * @param retryOf the id of the record in quarantine that it was made of by a retry
     * @param traceId of the trace that it belongs to, if its sender stated one
     */
    public record Accepted(
            String integration,
            String source,
            Instant receivedAt,
            int bytes,
            Optional<String> retryOf,
            Optional<String> traceId) {}

    /**
     * What happened to an alert.
     *
     * @param status empty if it can't be understood, and so are those that follow
     * @param title as Flashduty has it; empty if the body can't be read any more
     * @param setAside its record in quarantine, if it was not routed
     * @param unfound further channels to which it was routed, of whose deliveries nothing was found
     */
    public record AlertTrail(
            int index,
            String status,
            String severity,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String title,
            String alertKey,
            Optional<SetAsideTrail> setAside,
            List<DeliveryTrail> deliveries,
            @JsonIgnore List<String> unfound) {
        public AlertTrail {
            deliveries = List.copyOf(deliveries);
            unfound = List.copyOf(unfound);
        }
    }

    /**
     * The record in quarantine of an alert that was not routed, while others of its webhook were.
     *
     * @param id of the record in quarantine
     * @param cause why
     * @param resolution of it, by an operator
     */
    public record SetAsideTrail(String id, String cause, Optional<Resolution> resolution) {}

    /**
     * What happened to a delivery.
     *
     * @param why the decision, for people
     * @param rules the version of the rule set that decided
     * @param deadLetter its dead letter, if it was given up and that is still kept
     */
    public record DeliveryTrail(
            DeliveryId id, String why, String rules, End end, Optional<DeadLetterTrail> deadLetter) {
        @JsonValue
        private ObjectNode json() {
            return TrailJson.of(this);
        }
    }

    /**
     * The dead letter of a delivery.
     *
     * @param resolution of it, by an operator
     */
    public record DeadLetterTrail(
            @JsonSerialize(using = ToStringSerializer.class) DeadLetterId id, Optional<Resolution> resolution) {}

    /** How a delivery ended, or that it has not. */
    public sealed interface End {
        /**
         * It ended; the receipt says how.
         *
         * @param later further receipts of it, by another relay that took the channel over
         */
        record Settled(Outcome outcome, ObjectNode receipt, List<ObjectNode> later) implements End {}

        /**
         * It waits.
         *
         * @param ahead at most how many deliveries are before it in its channel's topic
         * @param what it waits for, if a running relay knows
         */
        record Waiting(
                long ahead, @JsonProperty("waits_for") Optional<String> what) implements End {
            /** What it waits for; if no relay said that, how many may be before it. */
            public String inWords() {
                return what.orElseGet(() -> unknown(ahead));
            }

            static String unknown(long ahead) {
                return "not known for what, %s before it"
                        .formatted(ahead == 0 ? "none" : "at most %,d".formatted(ahead));
            }
        }

        /**
         * The channel's offset passed it, or its topic does not have it, and there is no receipt: an audit reports
         * this.
         */
        record Unaccounted() implements End {}

        /**
         * The channel's offset passed it; its receipt may have been deleted for its age, so that nothing can be said.
         */
        record TooOld() implements End {}
    }
}
