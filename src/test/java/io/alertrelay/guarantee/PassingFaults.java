package io.alertrelay.guarantee;

import io.alertrelay.sandbox.Fault;
import io.alertrelay.sandbox.Sandbox;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Faults that pass, one request here and one there, as a seed draws them. */
final class PassingFaults {
    /** Of a hundred requests, how many meet each of the faults. */
    private static final int EACH = 2;

    private static final List<Fault> FAULTS = List.of(
            new Fault.Delay(Duration.ofMillis(300)),
            new Fault.Hang(),
            new Fault.Reset(),
            new Fault.HalfAnswer(),
            new Fault.ResetAfterAccept(),
            new Fault.Status(500, "InternalError", "something broke"),
            new Fault.Status(503, "ServiceUnavailable", "try later"),
            new Fault.OkWithError("InternalError", "said with a smile"),
            new Fault.TooManyRequests(Optional.empty()),
            new Fault.TooManyRequests(Optional.of("1")));

    /** The key is not valid any more. */
    static final Fault UNAUTHORIZED = new Fault.Status(401, "Unauthorized", "who are you?");

    /** The same in the words that Flashduty has for it. */
    static final Fault WRONG_KEY = new Fault.Status(400, "InvalidParameter", "integration_key is not a valid one");

    /** That event is wrong. */
    static final Fault REFUSED = new Fault.Status(400, "InvalidParameter", "title_rule is too odd");

    private final Random random;

    PassingFaults(long seed) {
        this.random = new Random(seed);
    }

    /** From now on the requests of that channel meet them. */
    void over(Sandbox flashduty, String channel) {
        FAULTS.forEach(
                fault -> flashduty.faultWhen(Rig.pushKey(channel), request -> random.nextInt(100) < EACH, fault));
    }
}
