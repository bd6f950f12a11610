package io.alertrelay.status;

import io.alertrelay.channels.ChannelView;
import io.alertrelay.delivery.ChannelState;
import io.alertrelay.delivery.OutboxStatus;
import io.alertrelay.delivery.Pause;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a channel in health.
 *
 * @param state {@code elsewhere} if nothing is known here against a channel that this relay does not have: another one
 *     has it, or none yet
 * @param slowedTo the part of its rate that is used after a 429
 * @param cause what keeps it from delivering, and {@code since} when
 * @param waitingBySeverity how many wait of each severity, as far as this relay has read them; absent if none do
 * @param throughAt when everything that waits will be delivered at the current rate
 */
record ChannelHealth(
        String name,
        String state,
        Optional<Long> waiting,
        int inFlight,
        int retrying,
        String rate,
        int rateUsed,
        Optional<String> slowedTo,
        Optional<Instant> oldestReceivedAt,
        Optional<Instant> lastDeliveredAt,
        Optional<Pause> paused,
        Optional<String> cause,
        Optional<Instant> since,
        Optional<Instant> nextAttemptAt,
        Optional<LastFault> lastFault,
        long deliveredLastMinute,
        Optional<Map<String, Integer>> waitingBySeverity,
        Optional<Instant> throughAt) {
    private static final String RUNNING = "running";

    record LastFault(Instant at, String answer) {}

    static ChannelHealth of(ChannelView channel, long deliveredLastMinute, Instant now) {
        OutboxStatus status = channel.status();
        return new ChannelHealth(
                status.channel(),
                state(channel),
                channel.waiting(),
                status.inFlight(),
                status.retrying(),
                channel.settings().rate().text(),
                status.sentLastMinute(),
                status.part() < 1 ? Optional.of(percent(status.part())) : Optional.empty(),
                status.oldestReceivedAt(),
                status.lastDeliveredAt(),
                status.state() instanceof ChannelState.Paused paused ? Optional.of(paused.pause()) : Optional.empty(),
                channel.fault()
                        .map(fault -> fault.where() + ": " + fault.cause())
                        .or(() -> status.state().fault()),
                channel.faultSince(),
                status.state().nextAttempt(),
                status.lastFault().map(fault -> new LastFault(fault.at(), fault.answer())),
                deliveredLastMinute,
                status.waiting() == 0 ? Optional.empty() : Optional.of(bySeverity(status)),
                throughAt(channel, now));
    }

    private static String state(ChannelView channel) {
        // Its outbox has nothing to do here, whatever keeps another relay from delivering to it.
        return !channel.here() && channel.state().equals(RUNNING) ? "elsewhere" : channel.state();
    }

    /** Of a part that is neither nothing nor all. */
    private static String percent(double part) {
        return Math.max(1, Math.min(99, Math.round(part * 100))) + "%";
    }

    private static Map<String, Integer> bySeverity(OutboxStatus status) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        status.bySeverity().forEach((severity, count) -> counts.put(severity.word(), count));
        return counts;
    }

    private static Optional<Instant> throughAt(ChannelView channel, Instant now) {
        OutboxStatus status = channel.status();
        boolean goesOn = channel.state().equals(RUNNING) || channel.state().equals("slowed");
        if (status.waiting() == 0 || !goesOn || status.sentPerSecond() <= 0) {
            return Optional.empty();
        }
        long all = Math.max(status.waiting(), channel.waiting().orElse(0L));
        return Optional.of(now.plusSeconds(Math.round(Math.ceil(all / status.sentPerSecond()))));
    }
}
