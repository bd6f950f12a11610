package io.alertrelay.observe;

import io.alertrelay.delivery.Attempt;
import io.alertrelay.delivery.Attempts.AttemptCounts;
import io.alertrelay.delivery.ChannelState;
import io.alertrelay.delivery.OutboxListener;
import io.alertrelay.delivery.Pause;
import io.alertrelay.delivery.Settlement;
import io.alertrelay.record.Delivery;
import io.alertrelay.text.OneLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs and counts how deliveries end, one line each. A repeated failure is logged when the channel's state changes, and
 * counted each time.
 */
final class DeliveryTelemetry implements OutboxListener {
    private static final Logger LOG = LoggerFactory.getLogger("relay");

    private final AlertMeters meters;
    private final RecentActivity recent;
    private final BusyLines lines;
    private final Clock clock;

    DeliveryTelemetry(AlertMeters meters, RecentActivity recent, BusyLines lines, Clock clock) {
        this.meters = meters;
        this.recent = recent;
        this.lines = lines;
        this.clock = clock;
    }

    @Override
    public void settled(Settlement settlement, long receipts) {
        Delivery delivery = settlement.delivery();
        if (settlement instanceof Settlement.Delivered) {
            Level level = lines.level("delivered");
            if (LOG.isEnabledForLevel(level)) {
                event(level, "delivered", delivery)
                        .log(
                                "delivered {}{}{}",
                                delivery.id(),
                                delivery.replay().isPresent()
                                        ? " (replayed)"
                                        : " in " + age(delivery.receivedAt(), settlement.at()),
                                attempts(settlement));
            }
            meters.count("deliveries", "channel", delivery.channel(), "outcome", "delivered");
            Optional<Duration> after = Optional.of(
                            notNegative(Duration.between(delivery.receivedAt(), settlement.at())))
                    .filter(delay -> delivery.replay().isEmpty());
            after.ifPresent(delay -> meters.deliveredAfter(delivery.channel(), delivery.severity())
                    .record(delay));
            recent.delivered(delivery.channel(), after);
        } else if (settlement instanceof Settlement.Superseded superseded) {
            Level level = lines.level("superseded");
            if (LOG.isEnabledForLevel(level)) {
                event(level, "superseded", delivery)
                        .log(
                                "superseded {} by {} ({})",
                                delivery.id(),
                                superseded.by(),
                                superseded.reason().word());
            }
            meters.count("deliveries", "channel", delivery.channel(), "outcome", "superseded");
        } else if (settlement instanceof Settlement.DeadLettered deadLettered) {
            event(Level.ERROR, "dead-letter", delivery)
                    .log(
                            "dead letter {} ({}) \"{}\": {}",
                            delivery.id(),
                            deadLettered.reason().word(),
                            OneLine.of(delivery.alertKey()),
                            OneLine.of(deadLettered.cause()));
            meters.count(
                    "deliveries",
                    "channel",
                    delivery.channel(),
                    "outcome",
                    deadLettered.reason().word());
            recent.failed(delivery.channel(), deadLettered.cause());
        }
        if (delivery.replay().isEmpty()) {
            meters.settledAfter(delivery.channel())
                    .record(notNegative(Duration.between(delivery.receivedAt(), settlement.at())));
        }
    }

    /** The wall clock may have been set back in between. */
    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    @Override
    public void attempted(Delivery delivery, Attempt attempt) {
        meters.count("attempts_failed", "channel", delivery.channel());
        recent.failed(delivery.channel(), attempt.answer());
    }

    @Override
    public void changed(String channel, ChannelState before, ChannelState now) {
        String name = OneLine.of(channel);
        if (now.fault().isEmpty()) {
            event(Level.INFO, name, now.word())
                    .log(
                            "channel {} running again after {}",
                            name,
                            age(before.faultSince().orElse(clock.instant()), clock.instant()));
            return;
        }
        String line = "channel {} {}: {}; nothing is lost, next attempt in {}";
        Object[] values = {
            name,
            now.word(),
            OneLine.of(now.fault().get()),
            age(clock.instant(), now.nextAttempt().orElse(clock.instant()))
        };
        boolean hopeless = now instanceof ChannelState.Held held && held.reason() == ChannelState.HoldReason.CHANNEL;
        event(hopeless ? Level.ERROR : Level.WARN, name, now.word()).log(line, values);
    }

    @Override
    public void paused(String channel, Pause pause) {
        String name = OneLine.of(channel);
        event(Level.WARN, name, "paused")
                .log(
                        "channel {} paused by {}{}{}; new alerts wait, nothing is lost",
                        name,
                        OneLine.of(pause.by()),
                        pause.until().map(until -> " until " + until).orElse(""),
                        pause.reason().isBlank() ? "" : ": " + OneLine.of(pause.reason()));
    }

    @Override
    public void resumed(String channel, Pause pause, String how) {
        String name = OneLine.of(channel);
        event(Level.INFO, name, "resumed")
                .log(
                        "channel {} no longer paused, after {} ({}); {} had paused it",
                        name,
                        age(pause.since(), clock.instant()),
                        OneLine.of(how),
                        OneLine.of(pause.by()));
    }

    private static LoggingEventBuilder event(Level level, String event, Delivery delivery) {
        LoggingEventBuilder line = LOG.atLevel(level)
                .addKeyValue(LogKeys.EVENT, event)
                .addKeyValue(LogKeys.RECEIPT, delivery.receipt())
                .addKeyValue(LogKeys.DELIVERY, delivery.id())
                .addKeyValue(LogKeys.INTEGRATION, delivery.integration())
                .addKeyValue(LogKeys.CHANNEL, OneLine.of(delivery.channel()))
                .addKeyValue(LogKeys.SEVERITY, delivery.severity().word())
                .addKeyValue(LogKeys.ALERT_KEY, OneLine.of(delivery.alertKey()));
        return delivery.trace()
                .map(trace -> line.addKeyValue(LogKeys.TRACE_ID, trace.traceId()))
                .orElse(line);
    }

    private static LoggingEventBuilder event(Level level, String channel, String state) {
        return LOG.atLevel(level)
                .addKeyValue(LogKeys.EVENT, "channel")
                .addKeyValue(LogKeys.CHANNEL, channel)
                .addKeyValue(LogKeys.STATE, state);
    }

    private static String attempts(Settlement settlement) {
        AttemptCounts tally = settlement.attempts();
        return tally.count() == 1
                ? ""
                : ", " + tally.count() + " attempts"
                        + (tally.unanswered() == 0 ? "" : ", " + tally.unanswered() + " without an answer");
    }

    private static String age(Instant from, Instant to) {
        long millis = Math.max(0, Duration.between(from, to).toMillis());
        return millis < 10_000 ? millis + " ms" : millis / 1000 + " s";
    }
}
