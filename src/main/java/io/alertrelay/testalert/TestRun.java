package io.alertrelay.testalert;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.time.Deadline;
import java.time.Clock;
import java.time.Duration;
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

    private final InternalPost post;
    private final Function<String, ApiAnswer> trails;
    private final Clock clock;
    private final List<TestAnswer> answers = new ArrayList<>();
    /** The firing alerts, by integration. */
    private final Map<String, TestAlert> open = new LinkedHashMap<>();

    /** @param trails what happened to the webhook with a request id, as the API shows it */
    TestRun(InternalPost post, Function<String, ApiAnswer> trails, Clock clock) {
        this.post = post;
        this.trails = trails;
        this.clock = clock;
    }

    /**
     * Sends them and their recoveries. Whatever ends it early, also a stop of the relay: the alerts that may be stored
     * are resolved, as far as that can be stored.
     *
     * @param alerts by integration
     * @return for each channel and state its answer, or that there is none
     * @throws InternalPost.NotTakenException if one is not stored
     */
    List<TestAnswer> run(Map<String, TestAlert> alerts) throws InternalPost.NotTakenException, InterruptedException {
        try {
            boolean delivered = send(alerts, AlertStatus.FIRING, PATIENCE);
            // Also without an answer: the alert must not stay open if it arrives later.
            send(alerts, AlertStatus.RESOLVED, delivered ? PATIENCE : FOR_THE_OTHERS);
            return answers;
        } catch (InternalPost.NotTakenException | InterruptedException | RuntimeException e) {
            recover(e);
            throw e;
        }
    }

    /** Resolves the alerts that are open: a test must not leave an alert open because another one could not be sent. */
    private void recover(Exception why) {
        // Kafka's client leaves the thread interrupted, and then nothing could be posted.
        boolean interrupted = Thread.interrupted();
        for (Map.Entry<String, TestAlert> one : List.copyOf(open.entrySet())) {
            try {
                post(one.getKey(), one.getValue(), AlertStatus.RESOLVED);
            } catch (InternalPost.NotTakenException | RuntimeException e) {
                why.addSuppressed(e);
            } catch (InterruptedException e) {
                interrupted = true;
                why.addSuppressed(e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
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
        Deadline deadline = Deadline.after(patience);
        boolean delivered = true;
        for (Map.Entry<String, String> request : requests.entrySet()) {
            JsonNode trail = trail(request.getValue());
            while (!isOver(trail) && !deadline.isOver()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
                trail = trail(request.getValue());
            }
            List<TestAnswer> received = TestAnswer.of(trail, status, request.getKey(), request.getValue());
            answers.addAll(received);
            delivered &= received.stream().allMatch(TestAnswer::isDelivered);
        }
        return delivered;
    }

    private JsonNode trail(String request) {
        return trails.apply(request).body();
    }

    private static boolean isOver(JsonNode trail) {
        boolean routed = trail.path("routed").asBoolean();
        for (JsonNode delivery : trail.at("/alerts/0/deliveries")) {
            routed &= !delivery.path("state").asText().equals(TestAnswer.WAITING);
        }
        return routed;
    }
}
