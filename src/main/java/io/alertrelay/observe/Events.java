package io.alertrelay.observe;

import io.alertrelay.delivery.Attempt;
import io.alertrelay.delivery.ChannelState;
import io.alertrelay.delivery.Delivery;
import io.alertrelay.delivery.OutboxListener;
import io.alertrelay.delivery.Settlement;
import io.alertrelay.intake.DoorWatcher;
import io.alertrelay.intake.ReceiptId;
import io.alertrelay.intake.Submission;
import io.alertrelay.pipeline.RoutedEvent;
import io.alertrelay.pipeline.RoutedWebhook;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to alerts, told in one line each and counted. A failure that repeats is told when the channel's state
 * changes, and counted each time.
 */
public final class Events implements OutboxListener, DoorWatcher {
    private static final Logger LOG = LoggerFactory.getLogger("relay");

    private final MeterRegistry metrics;
    private final Clock clock;
    private final AtomicBoolean storing = new AtomicBoolean(true);

    public Events(MeterRegistry metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /** A webhook could not be stored; its sender is told so. */
    public void notStored(Submission webhook, Exception cause) {
        if (storing.getAndSet(false)) {
            LOG.error("Kafka does not store webhooks, they are answered 503: {}", OneLine.of(String.valueOf(cause)));
        }
        count("webhooks", "integration", webhook.integration(), "result", "not-stored");
    }

    /** A webhook is stored. */
    public void accepted(ReceiptId receipt, Submission webhook, int alerts) {
        if (!storing.getAndSet(true)) {
            LOG.info("Kafka stores webhooks again");
        }
        LOG.info(
                "accepted {} from {}: {}, {} bytes",
                receipt,
                webhook.integration(),
                alerts == 1 ? "1 alert" : alerts + " alerts",
                webhook.body().length);
        count("webhooks", "integration", webhook.integration(), "result", "accepted");
        metrics.counter("alert_relay_alerts_accepted", "integration", webhook.integration())
                .increment(alerts);
    }

    /** A body, or a part of it, can't be understood and is kept. */
    public void quarantined(String receipt, String integration, String cause) {
        LOG.warn("quarantined {} from {}: {}", receipt, integration, OneLine.of(cause));
        count("webhooks", "integration", integration, "result", "quarantined");
    }

    /** Somebody pressed the Test button of the ARMS console. */
    public void consoleTest(String integration) {
        LOG.info("test of the ARMS console arrived from {}: answered, not forwarded", integration);
        count("webhooks", "integration", integration, "result", "test");
    }

    /** All events of a webhook are in their channels' topics. */
    public void routed(String receipt, RoutedWebhook routed) {
        Map<Integer, RoutedEvent> first = new LinkedHashMap<>();
        routed.events().forEach(event -> first.putIfAbsent(event.index(), event));
        first.values().forEach(event -> {
            LOG.info(
                    "routed {}/{} {} {} \"{}\" to {}: {}",
                    receipt,
                    event.index(),
                    event.alert().status().word(),
                    event.alert().severity().word(),
                    OneLine.of(event.title()),
                    event.decision().channels().stream().map(OneLine::of).collect(Collectors.joining(", ")),
                    OneLine.of(event.decision().why()));
            event.decision().failures().forEach(f -> LOG.error("rule failed for {}/{}: {}", receipt, event.index(), f));
        });
        routed.events()
                .forEach(event -> count(
                        "events_routed",
                        "channel",
                        event.channel(),
                        "severity",
                        event.alert().severity().word()));
        routed.quarantineCause().ifPresent(cause -> quarantined(receipt, "routing", cause));
    }

    /** The events of a webhook could not be stored; it is read again. */
    public void routingFailed(String receipt, Exception failure) {
        LOG.error("routing of {} failed and is done again: {}", receipt, OneLine.of(String.valueOf(failure)));
        count("routing_failures");
    }

    @Override
    public void answered(String integration, int status, double seconds) {
        Timer.builder("alert_relay_http_answers")
                .tag("status", String.valueOf(status))
                .register(metrics)
                .record(Duration.ofNanos((long) (seconds * 1e9)));
    }

    @Override
    public void settled(Settlement settlement) {
        Delivery delivery = settlement.delivery();
        if (settlement instanceof Settlement.Delivered) {
            LOG.info(
                    "delivered {} in {}{}",
                    delivery.id(),
                    age(delivery.receivedAt(), settlement.at()),
                    settlement.attempts() == 1 ? "" : ", " + settlement.attempts() + " attempts");
            count("deliveries", "channel", delivery.channel(), "outcome", "delivered");
        } else if (settlement instanceof Settlement.DeadLettered deadLettered) {
            LOG.error(
                    "dead letter {} ({}) \"{}\": {}",
                    delivery.id(),
                    deadLettered.reason().word(),
                    OneLine.of(delivery.alertKey()),
                    OneLine.of(deadLettered.cause()));
            count(
                    "deliveries",
                    "channel",
                    delivery.channel(),
                    "outcome",
                    deadLettered.reason().word());
        }
        Timer.builder("alert_relay_settled_after")
                .tag("channel", delivery.channel())
                .register(metrics)
                .record(Duration.between(delivery.receivedAt(), settlement.at()));
    }

    @Override
    public void attempted(Delivery delivery, Attempt attempt) {
        count("attempts_failed", "channel", delivery.channel());
    }

    @Override
    public void changed(String channel, ChannelState state) {
        if (state instanceof ChannelState.Held held) {
            LOG.error(
                    "channel {} held: {}; nothing is lost, probed again in {}",
                    OneLine.of(channel),
                    OneLine.of(held.cause()),
                    age(clock.instant(), held.until()));
        } else if (state instanceof ChannelState.Retrying retrying) {
            LOG.warn(
                    "channel {} retrying: {}; nothing is lost, again in {}",
                    OneLine.of(channel),
                    OneLine.of(retrying.cause()),
                    age(clock.instant(), retrying.next()));
        } else if (state instanceof ChannelState.Running) {
            LOG.info("channel {} running", OneLine.of(channel));
        }
    }

    private void count(String what, String... tags) {
        metrics.counter("alert_relay_" + what, tags).increment();
    }

    private static String age(Instant from, Instant to) {
        long millis = Math.max(0, Duration.between(from, to).toMillis());
        return millis < 10_000 ? millis + " ms" : millis / 1000 + " s";
    }
}
