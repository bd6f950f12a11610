package io.alertrelay.observe;

import io.alertrelay.alert.Severity;
import io.alertrelay.delivery.Attempt;
import io.alertrelay.delivery.Attempts.Tally;
import io.alertrelay.delivery.ChannelState;
import io.alertrelay.delivery.Delivery;
import io.alertrelay.delivery.OutboxListener;
import io.alertrelay.delivery.Settlement;
import io.alertrelay.intake.Answered;
import io.alertrelay.intake.Bound;
import io.alertrelay.intake.DoorWatcher;
import io.alertrelay.intake.IntakeReply;
import io.alertrelay.intake.ReceiptId;
import io.alertrelay.intake.Remote;
import io.alertrelay.intake.Submission;
import io.alertrelay.pipeline.RoutedEvent;
import io.alertrelay.pipeline.RoutedSlice;
import io.alertrelay.pipeline.SetAsideAlert;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What happens to alerts, told in one line each and counted. A failure that repeats is told when the channel's state
 * changes, and counted each time.
 */
public final class Events implements OutboxListener, DoorWatcher {
    private static final Logger LOG = LoggerFactory.getLogger("relay");

    /** Of the alerts of one webhook so many are told in the log. */
    private static final int MOST_TOLD = 1_000;

    private static final Map<String, String> DESCRIPTIONS = Map.of(
            "alerts_set_aside", "Alerts that could not be understood or routed, while the others of their webhook were",
            "webhooks", "Webhooks that got through the door, by what became of them",
            "requests_refused", "Requests that were answered with an error at the public port",
            "events_routed", "Events that were made for a channel",
            "connections_closed", "Connections at the public port that the relay closed by itself, by why",
            "routing_failures", "Webhooks whose events could not be stored at once, and were read again",
            "record_failures", "Records of channels' topics that could not be handled at once, and were read again",
            "deliveries", "Deliveries that ended, by how",
            "attempts_failed", "Attempts that did not deliver");

    private static final String UNKNOWN = "unknown";
    /** Refusals before the key is known to be one of the relay's. */
    private static final List<String> OF_STRANGERS = List.of("401", "404", "405", "408", "414", "431", "503", "505");
    /** Refusals after that. */
    private static final List<String> OF_INTEGRATIONS = List.of("408", "413", "503");

    private static final List<String> OUTCOMES = Stream.concat(
                    Stream.of("delivered", "superseded"),
                    Arrays.stream(Settlement.Reason.values()).map(Settlement.Reason::word))
            .toList();

    private final MeterRegistry metrics;
    private final Clock clock;
    private final AtomicBoolean storing = new AtomicBoolean(true);
    private volatile boolean taking = true;
    private final RepeatedLines refusals;

    public Events(MeterRegistry metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
        this.refusals = new RepeatedLines(clock);
        for (DoorWatcher.Closed why : DoorWatcher.Closed.values()) {
            counter("connections_closed", "reason", why.word());
        }
    }

    /**
     * Whatever may happen to these is counted from now on, at first as 0: the first time that it does is then an increase,
     * and no counter that was not there before.
     *
     * @param integrations their names
     * @param channels their names
     */
    public void expect(Collection<String> integrations, Collection<String> channels) {
        for (String integration : integrations) {
            for (String result : List.of("accepted", "quarantined", "test", "not-stored")) {
                counter("webhooks", "integration", integration, "result", result);
            }
            alerts(integration);
            truncated(integration);
            counter("alerts_set_aside", "integration", integration);
            OF_INTEGRATIONS.forEach(
                    status -> counter("requests_refused", "integration", integration, "status", status));
        }
        // What only the routing stage finds unreadable.
        counter("webhooks", "integration", "routing", "result", "quarantined");
        OF_STRANGERS.forEach(status -> counter("requests_refused", "integration", UNKNOWN, "status", status));
        counter("routing_failures");
        for (DoorWatcher.Closed reason : DoorWatcher.Closed.values()) {
            counter("connections_closed", "reason", reason.word());
        }
        for (String channel : channels) {
            for (Severity severity : Severity.values()) {
                counter("events_routed", "channel", channel, "severity", severity.word());
            }
            OUTCOMES.forEach(outcome -> counter("deliveries", "channel", channel, "outcome", outcome));
            counter("attempts_failed", "channel", channel);
            settledAfter(channel);
        }
    }

    /** Whether webhooks are taken; while the relay starts or stops it is nothing to worry about that they are not. */
    public void taking(boolean now) {
        taking = now;
    }

    /** A webhook could not be stored; its sender is told so. */
    public void notStored(Submission webhook, Exception cause) {
        if (storing.getAndSet(false)) {
            LOG.error("Kafka does not store webhooks, they are answered 503: {}", OneLine.of(String.valueOf(cause)));
        }
        count("webhooks", "integration", webhook.integration(), "result", "not-stored");
    }

    /**
     * A webhook is stored.
     *
     * @param truncated alerts that the sender says it left out of it
     */
    public void accepted(ReceiptId receipt, Submission webhook, int alerts, int truncated) {
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
        alerts(webhook.integration()).increment(alerts);
        if (truncated > 0) {
            LOG.warn(
                    "the sender left {} out of {} from {}: its setting max_alerts is too small for them",
                    truncated == 1 ? "1 alert" : truncated + " alerts",
                    receipt,
                    webhook.integration());
            truncated(webhook.integration()).increment(truncated);
        }
    }

    /** An alert of a webhook is not routed and is kept. */
    public void setAside(String receipt, String integration, SetAsideAlert alert) {
        LOG.warn("set aside {}/{} from {}: {}", receipt, alert.index(), integration, OneLine.of(alert.cause()));
        count("alerts_set_aside", "integration", integration);
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

    /** All events of these alerts of a webhook are in their channels' topics. Of a webhook with very many, not all are told. */
    public void routed(String receipt, String integration, RoutedSlice routed) {
        Map<Integer, RoutedEvent> first = new LinkedHashMap<>();
        routed.events().forEach(event -> first.putIfAbsent(event.index(), event));
        long more = first.keySet().stream().filter(index -> index >= MOST_TOLD).count();
        if (more > 0) {
            LOG.info("routed {} more alerts of {}, which are too many to be told one by one", more, receipt);
        }
        first.values().stream().filter(event -> event.index() < MOST_TOLD).forEach(event -> {
            LOG.info(
                    "routed {}/{} {} {} \"{}\" to {}: {}",
                    receipt,
                    event.index(),
                    event.status().word(),
                    event.dispatch().severity().word(),
                    OneLine.of(event.title()),
                    event.dispatch().channels().stream().map(OneLine::of).collect(Collectors.joining(", ")),
                    OneLine.of(event.dispatch().why()));
            event.failures().forEach(f -> LOG.error("rule failed for {}/{}: {}", receipt, event.index(), f));
        });
        routed.events()
                .forEach(event -> count(
                        "events_routed",
                        "channel",
                        event.channel(),
                        "severity",
                        event.dispatch().severity().word()));
        routed.setAside().forEach(alert -> setAside(receipt, integration, alert));
    }

    /** Shows how many alerts are open. */
    public void watchOpenAlerts(Supplier<Number> open) {
        Gauge.builder("alert_relay_open_alerts", open)
                .description(
                        "Alerts that fire, as far as this relay knows: their recoveries go where their firings went")
                .register(metrics);
        forgotten().increment(0);
    }

    /**
     * There are more open alerts than are remembered: some were forgotten.
     *
     * @param most that are remembered
     * @param first whether there were no more before
     */
    public void openAlertsForgotten(int count, int most, boolean first) {
        if (first) {
            LOG.warn(
                    "{} alerts are open, as many as are remembered (routing.max_open_alerts): those whose last firing is"
                            + " longest ago are forgotten, of the integration that has most; their recoveries go by the rules",
                    most);
        }
        forgotten().increment(count);
    }

    /** The open alerts are well below what is remembered again. */
    public void openAlertsFit(int most) {
        LOG.info("fewer than {} alerts are open again: none is forgotten any more", most);
    }

    private Counter forgotten() {
        return Counter.builder("alert_relay_open_alerts_forgotten")
                .description("Open alerts that were forgotten because there were too many (routing.max_open_alerts)")
                .register(metrics);
    }

    /** Decisions or events of these webhooks could not be stored; they are read again. */
    public void routingFailed(List<String> receipts, Throwable failure) {
        LOG.error(
                "routing of {} failed and is done again: {}",
                receipts.size() == 1
                        ? receipts.get(0)
                        : receipts.size() + " webhooks, the first of them " + receipts.get(0) + ",",
                OneLine.of(String.valueOf(failure)));
        receipts.forEach(receipt -> count("routing_failures"));
    }

    /** A record of a channel's topic could be neither handed to its outbox nor kept; it is read again. */
    public void offerFailed(String channel, String record, Throwable failure) {
        LOG.error(
                "record {} of channel {} failed and is read again: {}",
                record,
                OneLine.of(channel),
                OneLine.of(String.valueOf(failure)));
        count("record_failures", "channel", channel);
    }

    @Override
    public void answered(Answered answered) {
        IntakeReply reply = answered.reply();
        Timer.builder("alert_relay_http_answers")
                .description("Answers at the public port, by status of HTTP")
                .tag("status", String.valueOf(reply.status()))
                .register(metrics)
                .record(Duration.ofNanos((long) (answered.seconds() * 1e9)));
        // What was stored, or could not be, is told by the steps that tried.
        if (reply.status() >= 400 && reply.status() != 400) {
            refused(answered.integration().isEmpty() ? UNKNOWN : answered.integration(), answered.remote(), reply);
        }
    }

    @Override
    public void closed(DoorWatcher.Closed why) {
        count("connections_closed", "reason", why.word());
    }

    @Override
    public void stoodStill(Duration duration) {
        LOG.warn(
                "the public port stood still for {} s (SIGSTOP, a paused machine, a long collection of garbage?): webhooks"
                        + " that were posted meanwhile are not stored, and their connections are closed",
                duration.toSeconds());
    }

    @Override
    public void full(Bound bound) {
        LOG.warn("public port full ({}): {}", bound.word(), bound.meaning());
    }

    @Override
    public void roomAgain(Bound bound) {
        LOG.info("public port has room again ({})", bound.word());
    }

    @Override
    public void broken(Throwable cause) {
        LOG.error("a request could not be read because of a mistake of the relay; its sender was answered 503", cause);
    }

    private void refused(String integration, Remote remote, IntakeReply reply) {
        count("requests_refused", "integration", integration, "status", String.valueOf(reply.status()));
        refusals.next(integration + " " + reply.status() + " " + remote)
                .ifPresent(more -> LOG.atLevel(taking ? Level.WARN : Level.INFO)
                        .log(
                                "refused a request of {} from {} with {}{}: {}",
                                integration.equals(UNKNOWN) ? "no known integration" : integration,
                                remote,
                                reply.status(),
                                more == 0 ? "" : ", and " + more + " like it before",
                                OneLine.of(reply.text())));
    }

    @Override
    public void settled(Settlement settlement, long receipts) {
        Delivery delivery = settlement.delivery();
        if (settlement instanceof Settlement.Delivered) {
            LOG.info(
                    "delivered {}{}{}",
                    delivery.id(),
                    delivery.replay().isPresent()
                            ? " (replayed)"
                            : " in " + age(delivery.receivedAt(), settlement.at()),
                    attempts(settlement));
            count("deliveries", "channel", delivery.channel(), "outcome", "delivered");
        } else if (settlement instanceof Settlement.Superseded superseded) {
            LOG.info(
                    "superseded {} by {} ({})",
                    delivery.id(),
                    superseded.by(),
                    superseded.reason().word());
            count("deliveries", "channel", delivery.channel(), "outcome", "superseded");
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
        if (delivery.replay().isEmpty()) {
            settledAfter(delivery.channel())
                    .record(notNegative(Duration.between(delivery.receivedAt(), settlement.at())));
        }
    }

    /** The wall clock may have been set back in between. */
    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    @Override
    public void attempted(Delivery delivery, Attempt attempt) {
        count("attempts_failed", "channel", delivery.channel());
    }

    @Override
    public void changed(String channel, ChannelState before, ChannelState now) {
        String name = OneLine.of(channel);
        if (now.fault().isEmpty()) {
            LOG.info(
                    "channel {} running again after {}",
                    name,
                    age(before.faultSince().orElse(clock.instant()), clock.instant()));
            return;
        }
        String line = "channel {} {}: {}; nothing is lost, next attempt in {}";
        Object[] told = {
            name,
            now.word(),
            OneLine.of(now.fault().get()),
            age(clock.instant(), now.nextAttempt().orElse(clock.instant()))
        };
        if (now instanceof ChannelState.Held held && held.trouble() == ChannelState.Trouble.CHANNEL) {
            LOG.error(line, told);
        } else {
            LOG.warn(line, told);
        }
    }

    private static String attempts(Settlement settlement) {
        Tally tally = settlement.attempts();
        return tally.count() == 1
                ? ""
                : ", " + tally.count() + " attempts"
                        + (tally.unanswered() == 0 ? "" : ", " + tally.unanswered() + " without an answer");
    }

    private Counter alerts(String integration) {
        return Counter.builder("alert_relay_alerts_accepted")
                .description("Alerts in the webhooks that were accepted")
                .tag("integration", integration)
                .register(metrics);
    }

    private Counter truncated(String integration) {
        return Counter.builder("alert_relay_alerts_truncated")
                .description("Alerts that senders say they left out of webhooks, so that nobody is told of them")
                .tag("integration", integration)
                .register(metrics);
    }

    private Timer settledAfter(String channel) {
        return Timer.builder("alert_relay_settled_after")
                .description("From a webhook's receipt to the settlement of a delivery that is not a replay's")
                .tag("channel", channel)
                .register(metrics);
    }

    private void count(String what, String... tags) {
        counter(what, tags).increment();
    }

    private Counter counter(String what, String... tags) {
        return Counter.builder("alert_relay_" + what)
                .description(DESCRIPTIONS.get(what))
                .tags(tags)
                .register(metrics);
    }

    private static String age(Instant from, Instant to) {
        long millis = Math.max(0, Duration.between(from, to).toMillis());
        return millis < 10_000 ? millis + " ms" : millis / 1000 + " s";
    }
}
