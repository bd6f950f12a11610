package io.alertrelay.fuzz.plan;

import java.time.Duration;

/** Times on which plan and configuration must agree. */
public final class Timing {
    /** Of one push; short, so that a hang does not make a round long. */
    public static final Duration PUSH_TIMEOUT = Duration.ofMillis(1500);

    private Timing() {}
}
