package io.alertrelay.testalert;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.alert.AlertStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What became of a test alert in one channel, as far as its trail says; or that it did not come to any.
 *
 * @param status of the alert, as a word
 * @param requestId of the webhook that reported it
 * @param state that of a delivery; {@code not-routed} if the alert went to no channel
 * @param why the decision, for people
 * @param answer Flashduty's
 * @param reason why it was given up or need not be sent
 * @param waitsFor what it waits for, if a running relay knows
 * @param afterMs from the receipt of the webhook to the end of the delivery, in milliseconds
 */
record TestAnswer(
        String status,
        String integration,
        String requestId,
        Optional<String> channel,
        String state,
        Optional<String> why,
        Optional<String> answer,
        Optional<String> flashdutyRequestId,
        Optional<String> reason,
        Optional<String> cause,
        OptionalInt attempts,
        Optional<String> waitsFor,
        OptionalLong afterMs) {
    static final String WAITING = "waiting";

    /** The answers of all channels, or one that says why there is none. */
    static List<TestAnswer> of(JsonNode trail, AlertStatus status, String integration, String requestId) {
        List<TestAnswer> answers = new ArrayList<>();
        for (JsonNode delivery : trail.at("/alerts/0/deliveries")) {
            answers.add(new TestAnswer(
                    status.word(),
                    integration,
                    requestId,
                    text(delivery, "channel"),
                    delivery.path("state").asText(),
                    text(delivery, "why"),
                    text(delivery, "answer"),
                    text(delivery, "flashduty_request_id"),
                    text(delivery, "reason"),
                    text(delivery, "cause"),
                    delivery.hasNonNull("attempts")
                            ? OptionalInt.of(delivery.path("attempts").asInt())
                            : OptionalInt.empty(),
                    text(delivery, "waits_for"),
                    after(text(trail.path("accepted"), "received_at"), text(delivery, "settled_at"))));
        }
        return answers.isEmpty() ? List.of(none(trail, status, integration, requestId)) : answers;
    }

    private static TestAnswer none(JsonNode trail, AlertStatus status, String integration, String requestId) {
        String cause = trail.path("quarantined")
                .asText(trail.at("/alerts/0/set_aside/cause")
                        .asText(trail.at("/error/message").asText("it waits to be routed")));
        return new TestAnswer(
                status.word(),
                integration,
                requestId,
                Optional.empty(),
                trail.path("routed").asBoolean() ? "not-routed" : WAITING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(cause),
                OptionalInt.empty(),
                Optional.empty(),
                OptionalLong.empty());
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field))
                .filter(value -> !value.isMissingNode() && !value.isNull())
                .map(JsonNode::asText);
    }

    private static OptionalLong after(Optional<String> receivedAt, Optional<String> settledAt) {
        if (receivedAt.isEmpty() || settledAt.isEmpty()) {
            return OptionalLong.empty();
        }
        Duration after = Duration.between(Instant.parse(receivedAt.get()), Instant.parse(settledAt.get()));
        return OptionalLong.of(Math.max(0, after.toMillis()));
    }

    boolean isDelivered() {
        return state.equals("delivered");
    }
}
