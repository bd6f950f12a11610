package io.alertrelay.testalert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.management.ApiAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Sends test alerts, and reads their trails until each has its answers: first the firing ones, then the recoveries. For
 * one thread.
 */
final class TestRun {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** A channel that did not accept the firing accepts no recovery either; the others are given this long. */
    private static final Duration FOR_THE_OTHERS = Duration.ofSeconds(5);

    private static final long LOOK_EVERY_MILLIS = 300;
    private static final List<String> OF_THE_TRAIL = List.of(
            "channel", "state", "why", "answer", "flashduty_request_id", "reason", "cause", "attempts", "waits_for");
    private static final String WAITING = "waiting";
    private static final String DELIVERED = "delivered";

    private final InternalPost post;
    private final Function<String, ApiAnswer> trails;
    private final Clock clock;
    private final List<ObjectNode> answers = new ArrayList<>();
    /** The firing alerts, by integration. */
    private final Map<String, TestAlert> open = new LinkedHashMap<>();

    /** @param trails what happened to the webhook with a request id, as the API shows it */
    TestRun(InternalPost post, Function<String, ApiAnswer> trails, Clock clock) {
        this.post = post;
        this.trails = trails;
        this.clock = clock;
    }

    /**
     * Sends them and their recoveries.
     *
     * @param alerts by integration
     * @return for each channel and state its answer, or that there is none
     * @throws InternalPost.NotTakenException if one is not stored; those that may be stored are resolved, as far as
     *     that can be stored
     */
    List<ObjectNode> run(Map<String, TestAlert> alerts) throws InternalPost.NotTakenException, InterruptedException {
        try {
            boolean delivered = send(alerts, AlertStatus.FIRING, PATIENCE);
            // Also without an answer: the alert must not stay open if it arrives later.
            send(alerts, AlertStatus.RESOLVED, delivered ? PATIENCE : FOR_THE_OTHERS);
            return answers;
        } catch (InternalPost.NotTakenException e) {
            recover(e);
            throw e;
        }
    }

    /** Resolves the alerts that are open: a test must not leave an alert open because another one could not be sent. */
    private void recover(InternalPost.NotTakenException why) throws InterruptedException {
        for (Map.Entry<String, TestAlert> one : List.copyOf(open.entrySet())) {
            try {
                post(one.getKey(), one.getValue(), AlertStatus.RESOLVED);
            } catch (InternalPost.NotTakenException e) {
                why.addSuppressed(e);
            }
        }
    }

    private String post(String integration, TestAlert alert, AlertStatus status)
            throws InternalPost.NotTakenException, InterruptedException {
        // If one is not acknowledged it is not known whether it is stored.
        open.put(integration, alert);
        String request = post.send(integration, alert.body(status, clock.instant()));
        if (status == AlertStatus.RESOLVED) {
            open.remove(integration);
        }
        return request;
    }

    /** Whether all were delivered. */
    private boolean send(Map<String, TestAlert> alerts, AlertStatus status, Duration patience)
            throws InternalPost.NotTakenException, InterruptedException {
        Map<String, String> requests = new LinkedHashMap<>();
        for (Map.Entry<String, TestAlert> alert : alerts.entrySet()) {
            requests.put(alert.getKey(), post(alert.getKey(), alert.getValue(), status));
        }
        long deadline = System.nanoTime() + patience.toNanos();
        boolean delivered = true;
        for (Map.Entry<String, String> request : requests.entrySet()) {
            JsonNode trail = trail(request.getValue());
            while (!isOver(trail) && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
                trail = trail(request.getValue());
            }
            List<ObjectNode> told = told(request.getKey(), status, request.getValue(), trail);
            answers.addAll(told);
            delivered &= told.stream().allMatch(TestRun::isDelivered);
        }
        return delivered;
    }

    static boolean isDelivered(ObjectNode answer) {
        return answer.path("state").asText().equals(DELIVERED);
    }

    private JsonNode trail(String request) {
        return trails.apply(request).body();
    }

    private static boolean isOver(JsonNode trail) {
        boolean routed = trail.path("routed").asBoolean();
        for (JsonNode delivery : trail.at("/alerts/0/deliveries")) {
            routed &= !delivery.path("state").asText().equals(WAITING);
        }
        return routed;
    }

    private static List<ObjectNode> told(String integration, AlertStatus status, String request, JsonNode trail) {
        List<ObjectNode> told = new ArrayList<>();
        for (JsonNode delivery : trail.at("/alerts/0/deliveries")) {
            ObjectNode answer = answer(integration, status, request);
            OF_THE_TRAIL.stream().filter(delivery::hasNonNull).forEach(field -> answer.set(field, delivery.get(field)));
            if (delivery.hasNonNull("settled_at")
                    && trail.at("/accepted/received_at").isTextual()) {
                Instant from = Instant.parse(trail.at("/accepted/received_at").asText());
                Instant to = Instant.parse(delivery.path("settled_at").asText());
                answer.put("after_ms", Math.max(0, Duration.between(from, to).toMillis()));
            }
            told.add(answer);
        }
        if (told.isEmpty()) {
            String cause = trail.path("quarantined")
                    .asText(trail.at("/alerts/0/set_aside/cause")
                            .asText(trail.at("/error/message").asText("it waits to be routed")));
            told.add(answer(integration, status, request)
                    .put("state", trail.path("routed").asBoolean() ? "not-routed" : WAITING)
                    .put("cause", cause));
        }
        return told;
    }

    private static ObjectNode answer(String integration, AlertStatus status, String request) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("status", status.word())
                .put("integration", integration)
                .put("request_id", request);
    }
}
