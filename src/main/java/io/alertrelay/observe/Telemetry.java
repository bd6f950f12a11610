package io.alertrelay.observe;

import io.alertrelay.arms.Sender;
import io.alertrelay.intake.Submission;
import io.alertrelay.pipeline.RoutedEvent;
import io.alertrelay.pipeline.RoutedSlice;
import io.alertrelay.pipeline.SetAsideAlert;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.text.OneLine;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs and counts what happens to webhooks until their events wait in their channels; also has the events of the public
 * port before that and of the deliveries after it.
 */
public final class Telemetry {
    private static final Logger LOG = LoggerFactory.getLogger("relay");

    /** How many alerts of one webhook are logged. */
    private static final int MOST_LOGGED = 1_000;

    private final AtomicBoolean storing = new AtomicBoolean(true);
    private final BusyLines lines =
            new BusyLines(System::nanoTime, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
    private final Set<String> onPathsOfOthers = ConcurrentHashMap.newKeySet();
    private final LongAdder eventsRouted = new LongAdder();
    private final AlertMeters meters;
    private final RecentActivity recent;
    private final IntakeServerTelemetry intakeServer;
    private final DeliveryTelemetry deliveries;

    public Telemetry(MeterRegistry metrics, Clock clock) {
        this.meters = new AlertMeters(metrics);
        this.recent = new RecentActivity(clock);
        this.intakeServer = new IntakeServerTelemetry(meters, recent, clock);
        this.deliveries = new DeliveryTelemetry(meters, recent, lines, clock);
    }

    /** What happened in the last hour and the last day. */
    public RecentActivity recent() {
        return recent;
    }

    /** What happens at the public port. */
    public IntakeServerTelemetry intakeServer() {
        return intakeServer;
    }

    /** What happens to deliveries. */
    public DeliveryTelemetry deliveries() {
        return deliveries;
    }

    /**
     * Creates the counters of these integrations and channels at 0, so that the first event is an increase and not a
     * new counter.
     *
     * @param integrations their names
     * @param channels their names
     */
    public void expect(Collection<String> integrations, Collection<String> channels) {
        meters.expect(integrations, channels);
    }

    /** A webhook could not be stored; its sender was answered 503. */
    public void notStored(Submission webhook, Exception cause) {
        if (storing.getAndSet(false)) {
            LOG.error("Kafka does not store webhooks, they are answered 503: {}", OneLine.of(String.valueOf(cause)));
        }
        meters.count("webhooks", "integration", webhook.integration(), "result", "not-stored");
    }

    /**
     * A webhook is stored.
     *
     * @param truncated alerts that the sender states it left out
     */
    public void accepted(ReceiptId receipt, Submission webhook, int alerts, int truncated) {
        if (!storing.getAndSet(true)) {
            LOG.info("Kafka stores webhooks again");
        }
        Level level = lines.level("accepted");
        if (LOG.isEnabledForLevel(level)) {
            LoggingEventBuilder line = line(level, "accepted", receipt.toString(), webhook.integration());
            webhook.trace()
                    .map(trace -> line.addKeyValue(LogKeys.TRACE_ID, trace.traceId()))
                    .orElse(line)
                    .log(
                            "accepted {} from {}: {}, {} bytes",
                            receipt,
                            webhook.integration(),
                            alerts == 1 ? "1 alert" : alerts + " alerts",
                            webhook.body().length);
        }
        meters.count("webhooks", "integration", webhook.integration(), "result", "accepted");
        meters.alerts(webhook.integration()).increment(alerts);
        recent.accepted(webhook.integration(), alerts);
        if (truncated > 0) {
            LOG.warn(
                    "the sender left {} out of {} from {}: its setting max_alerts is too small for them",
                    truncated == 1 ? "1 alert" : truncated + " alerts",
                    receipt,
                    webhook.integration());
            meters.truncated(webhook.integration()).increment(truncated);
            recent.truncated(webhook.integration(), truncated);
        }
    }

    /**
     * An accepted webhook seems to be of another sender than its path is for, so that the words of its severities may
     * mean something else than they do there. Told once for each integration.
     */
    public void postedToThePathOfAnother(Submission webhook, Sender maker) {
        if (onPathsOfOthers.add(webhook.integration())) {
            LOG.atWarn()
                    .addKeyValue(LogKeys.EVENT, "other-path")
                    .addKeyValue(LogKeys.INTEGRATION, webhook.integration())
                    .log(
                            "what {} posts to …/{} has {}: let that post to …/{}, as the words for severities mean something else"
                                    + " here (page is {}); it is routed all the same. Told once for each integration",
                            webhook.integration(),
                            webhook.sender().word(),
                            maker == Sender.ARMS
                                    ? "labels of ARMS (_aliyun_arms_…), and no groupKey"
                                    : "the groupKey of Prometheus Alertmanager, which ARMS does not send",
                            maker.word(),
                            webhook.sender() == Sender.ARMS ? "the lowest, Info" : "Critical");
        }
    }

    /** An alert of a webhook, or several, could not be routed and was quarantined. */
    void setAside(String receipt, String integration, SetAsideAlert alert) {
        line(Level.WARN, "set-aside", receipt, integration)
                .log(
                        "set aside {}/{} from {}: {}",
                        receipt,
                        alert.indexes().first(),
                        integration,
                        OneLine.of(alert.cause()));
        meters.setAside(integration).increment(alert.indexes().count());
    }

    /** A body, or a part of it, can't be understood and was quarantined. */
    public void quarantined(String receipt, String integration, String cause) {
        line(Level.WARN, "quarantined", receipt, integration)
                .log("quarantined {} from {}: {}", receipt, integration, OneLine.of(cause));
        meters.count("webhooks", "integration", integration, "result", "quarantined");
    }

    /** The Test button of the ARMS console was pressed. */
    public void consoleTest(String integration) {
        LOG.info("test of the ARMS console arrived from {}: answered, not forwarded", integration);
        meters.count("webhooks", "integration", integration, "result", "test");
    }

    /**
     * All events of these alerts of a webhook are in their channels' topics. Of a webhook with very many alerts not all
     * are logged.
     */
    public void routed(String receipt, String integration, RoutedSlice routed) {
        Map<Integer, RoutedEvent> first = new LinkedHashMap<>();
        routed.events().forEach(event -> first.putIfAbsent(event.index(), event));
        long more =
                first.keySet().stream().filter(index -> index >= MOST_LOGGED).count();
        if (more > 0) {
            LOG.info("routed {} more alerts of {}, which are too many to be logged one by one", more, receipt);
        }
        first.values().stream().filter(event -> event.index() < MOST_LOGGED).forEach(event -> {
            routed(receipt, integration, event);
            event.failures().forEach(f -> LOG.error("rule failed for {}/{}: {}", receipt, event.index(), f));
        });
        routed.events()
                .forEach(event -> meters.count(
                        "events_routed",
                        "channel",
                        event.channel(),
                        "severity",
                        event.dispatch().severity().word()));
        eventsRouted.add(routed.events().size());
        routed.setAside().forEach(alert -> setAside(receipt, integration, alert));
    }

    /** How many events of webhooks are in their channels' topics since the start; any thread may ask. */
    public long eventsRouted() {
        return eventsRouted.sum();
    }

    private void routed(String receipt, String integration, RoutedEvent event) {
        Level level = lines.level("routed");
        if (!LOG.isEnabledForLevel(level)) {
            return;
        }
        String channels = event.dispatch().channels().stream().map(OneLine::of).collect(Collectors.joining(", "));
        line(level, "routed", receipt, integration)
                .addKeyValue(LogKeys.SEVERITY, event.dispatch().severity().word())
                .addKeyValue(LogKeys.CHANNEL, channels)
                .log(
                        "routed {}/{} {} {} \"{}\" to {}: {}",
                        receipt,
                        event.index(),
                        event.status().word(),
                        event.dispatch().severity().word(),
                        OneLine.of(event.title()),
                        channels,
                        OneLine.of(event.dispatch().why()));
    }

    private static LoggingEventBuilder line(Level level, String event, String receipt, String integration) {
        return LOG.atLevel(level)
                .addKeyValue(LogKeys.EVENT, event)
                .addKeyValue(LogKeys.RECEIPT, receipt)
                .addKeyValue(LogKeys.INTEGRATION, integration);
    }

    /** Updates the number of open alerts. */
    public void watchOpenAlerts(Supplier<Number> open) {
        meters.watchOpenAlerts(open);
    }

    /**
     * The limit of open alerts was reached: some were dropped.
     *
     * @param most the limit
     * @param first whether this is the first time since it was below the limit
     */
    public void openAlertsForgotten(int count, int most, boolean first) {
        if (first) {
            LOG.warn(
                    "{} alerts are open, as many as are remembered (routing.max_open_alerts): those whose last firing is"
                            + " longest ago are forgotten, of the integration that has most; their recoveries go by the rules",
                    most);
        }
        meters.forgotten().increment(count);
    }

    /** The number of open alerts is well below the limit again. */
    public void openAlertsFit(int most) {
        LOG.info("fewer than {} alerts are open again: none is forgotten any more", most);
    }

    /** Decisions or events of these webhooks could not be stored; they are read again. */
    public void routingFailed(List<String> receipts, Throwable failure) {
        LOG.error(
                "routing of {} failed and is done again: {}",
                receipts.size() == 1
                        ? receipts.get(0)
                        : receipts.size() + " webhooks, the first of them " + receipts.get(0) + ",",
                OneLine.of(String.valueOf(failure)));
        receipts.forEach(receipt -> meters.count("routing_failures"));
    }

    /** A record of a channel's topic could be neither handed to its outbox nor stored; it is read again. */
    public void offerFailed(String channel, String record, Throwable failure) {
        LOG.error(
                "record {} of channel {} failed and is read again: {}",
                record,
                OneLine.of(channel),
                OneLine.of(String.valueOf(failure)));
        meters.count("record_failures", "channel", channel);
    }
}
