package io.alertrelay.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives up on a condition only when it will surely not come any more: Awaitility's own ten seconds are short where many
 * JVMs share few processors. And it looks less often the longer it waits: many tests that look ten times a second take
 * the time from what they wait for. JUnit finds it as a service, for every test.
 */
public final class PatientAwaits implements BeforeAllCallback {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration FIRST_LOOK = Duration.ofMillis(100);
    private static final Duration SELDOM = Duration.ofMillis(250);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(PATIENCE);
        Awaitility.setDefaultPollInterval(IterativePollInterval.iterative(PatientAwaits::next, FIRST_LOOK));
    }

    private static Duration next(Duration last) {
        Duration longer = last.multipliedBy(3).dividedBy(2);
        return longer.compareTo(SELDOM) < 0 ? longer : SELDOM;
    }
}
