package io.alertrelay.channels;

import io.alertrelay.config.ChannelSettings;
import io.alertrelay.config.Rate;
import io.alertrelay.delivery.Backoff;
import io.alertrelay.delivery.OutboxSettings;
import io.alertrelay.delivery.Pace;
import io.alertrelay.delivery.RetryPolicy;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** The rules by which an outbox delivers: what is the same for all channels, and what is configured for one. */
record DeliveryRules(RandomGenerator random) {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);
    private static final Duration FIRST_OUTAGE_PROBE = Duration.ofSeconds(1);
    private static final Duration LONGEST_OUTAGE_PROBE = Duration.ofSeconds(15);
    private static final Duration FIRST_FAULT_PROBE = Duration.ofSeconds(5);
    private static final Duration LONGEST_FAULT_PROBE = Duration.ofMinutes(1);

    OutboxSettings of(ChannelSettings settings) {
        return new OutboxSettings(policy(settings), settings.collapse(), pace(settings.rate()), settings.maxInFlight());
    }

    private RetryPolicy policy(ChannelSettings settings) {
        Backoff retry = new Backoff(FIRST_RETRY, LONGEST_RETRY, random);
        return new RetryPolicy(
                retry,
                new Backoff(FIRST_OUTAGE_PROBE, LONGEST_OUTAGE_PROBE, random),
                new Backoff(FIRST_FAULT_PROBE, LONGEST_FAULT_PROBE, random),
                retry,
                settings.maxAge(),
                settings.maxAttempts());
    }

    static Pace pace(Rate rate) {
        return new Pace(rate.permits(), rate.per());
    }
}
