package io.alertrelay.app;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.time.WallClockSteps;
import io.alertrelay.watchdog.Repeated;
import io.alertrelay.watchdog.Stage;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Detects that the wall clock was set, logs it, and has Kafka's clients replaced, because they measure waits by it. */
final class ClockWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("relay");
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** Opening many clients again takes some seconds. */
    static final Duration LIMIT = Duration.ofMinutes(1);

    private final WallClockSteps steps;
    private final KafkaClients clients;
    private final Repeated looks;
    private boolean renewing;

    /** @param stage where it reports progress */
    ClockWatch(WallClockSteps steps, KafkaClients clients, Stage stage) {
        this.steps = steps;
        this.clients = clients;
        this.looks = new Repeated("clock-watch", stage, EVERY, EVERY, this::look);
    }

    void start() {
        looks.start();
    }

    private void look() {
        Duration step = steps.step();
        if (step.isNegative()) {
            LOG.warn("the wall clock was set back by {}: connections to Kafka are opened again", seconds(step));
            renewing = true;
        } else if (!step.isZero()) {
            LOG.warn(
                    "the wall clock leapt forward by {}: what is deleted for its age goes by the time before it",
                    seconds(step));
        }
        if (renewing) {
            renew();
        }
    }

    /** Fractions of a second only come from reading two clocks one after the other. */
    private static Duration seconds(Duration step) {
        return Duration.ofSeconds(Math.round(step.abs().toMillis() / 1000.0));
    }

    private void renew() {
        try {
            clients.renew();
            renewing = false;
        } catch (KafkaException e) {
            LOG.warn("connections to Kafka not opened again, tried again: {}", e.toString());
        }
    }

    @Override
    public void close() {
        looks.close();
    }
}
