package io.alertrelay.fuzz.plan;

import io.alertrelay.sandbox.EndlessPart;
import io.alertrelay.sandbox.Fault;
import java.time.Duration;
import java.util.Optional;

/** How Flashduty may misbehave. */
public enum PlannedFault {
    SLOW(new Fault.Delay(Duration.ofMillis(400)), false),
    TOO_SLOW(new Fault.Delay(Timing.PUSH_TIMEOUT.plusMillis(700)), true),
    HANG(new Fault.Hang(), false),
    RESET(new Fault.Reset(), false),
    HALF_ANSWER(new Fault.HalfAnswer(), true),
    RESET_AFTER_ACCEPT(new Fault.ResetAfterAccept(), true),
    ERROR_500(new Fault.Status(500, "InternalError", "fuzz"), false),
    ERROR_503(new Fault.Status(503, "Unavailable", "fuzz"), false),
    TOO_MANY(new Fault.TooManyRequests(Optional.empty()), false),
    TOO_MANY_FOR_A_SECOND(new Fault.TooManyRequests(Optional.of("1")), false),
    OK_WITH_ERROR(new Fault.OkWithError("InternalError", "fuzz"), false),
    ENDLESS_BODY(new Fault.Endless(EndlessPart.BODY), false),
    ENDLESS_HEADERS(new Fault.Endless(EndlessPart.HEADERS), false),
    TRICKLE(new Fault.Endless(EndlessPart.TRICKLE), false),
    GZIP_BOMB(new Fault.GzipBomb(), false),
    UNAUTHORIZED(new Fault.Status(401, "Unauthorized", "no such account"), false),
    WRONG_KEY(new Fault.Status(400, "InvalidParameter", "integration_key is not a valid one"), false);

    private final Fault fault;
    private final boolean answerLost;

    PlannedFault(Fault fault, boolean answerLost) {
        this.fault = fault;
        this.answerLost = answerLost;
    }

    /** What the sandbox is told. */
    public Fault fault() {
        return fault;
    }

    /** Whether Flashduty took the event, and the relay can't know. */
    public boolean answerLost() {
        return answerLost;
    }
}
