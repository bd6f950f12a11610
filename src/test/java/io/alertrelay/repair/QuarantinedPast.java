package io.alertrelay.repair;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.WebhookReceipts;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** States of an alert, numbered in the order in which they were received, some of which were in quarantine. */
public final class QuarantinedPast {
    private static final Instant T0 = Instant.parse("2026-11-22T02:00:00Z");

    private final LaterStates states;

    public QuarantinedPast(Pipelines pipelines) {
        states = new LaterStates(pipelines, Set.of(), Set.of(LaterStatesTest.KEY));
    }

    /** The state was posted, and accepted. */
    public void accepted(int number, AlertStatus status) {
        states.webhook(LaterStatesTest.webhook(number, at(number), body(status), Map.of()));
    }

    /** The state was in quarantine, and was stored by a retry when all of them had been received. */
    public void retried(int number, AlertStatus status) {
        states.webhook(LaterStatesTest.webhook(
                1_000 + number,
                at(number),
                body(status),
                Map.of(
                        "retry-of",
                        "q0-" + number + "-" + WebhookReceipts.NONCE,
                        "first-received-at",
                        at(number).toString())));
    }

    /** Whether a retry leaves out the state, which is in quarantine. */
    public boolean leavesOut(int number) {
        return states.after(LaterStatesTest.inQuarantine(number, at(number)), LaterStatesTest.KEY)
                .isPresent();
    }

    private static String body(AlertStatus status) {
        return status == AlertStatus.FIRING
                ? Bodies.firing("a", "critical", "x")
                : Bodies.resolved("a", "critical", "x");
    }

    private static Instant at(int number) {
        return T0.plusSeconds(number);
    }
}
