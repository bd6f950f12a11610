package io.alertrelay.app;

import io.alertrelay.camel.CamelPush;
import io.alertrelay.camel.CamelSettlementLog;
import io.alertrelay.camel.RelayRoutes;
import io.alertrelay.config.ChannelSettings;
import io.alertrelay.config.Rate;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.delivery.Attempt;
import io.alertrelay.delivery.Backoff;
import io.alertrelay.delivery.ChannelState;
import io.alertrelay.delivery.Delivery;
import io.alertrelay.delivery.Outbox;
import io.alertrelay.delivery.OutboxListener;
import io.alertrelay.delivery.OutboxSettings;
import io.alertrelay.delivery.Pace;
import io.alertrelay.delivery.Progress;
import io.alertrelay.delivery.Recorder;
import io.alertrelay.delivery.RetryPolicy;
import io.alertrelay.delivery.Settlement;
import io.alertrelay.flashduty.AnswerReader;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.observe.Events;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;

/** The channels of this relay, each with its outbox and its routes. */
final class Channels implements AutoCloseable {
    /** What a channel holds in memory at most; the rest waits in its topic. */
    private static final int WINDOW = 10_000;

    private static final long LARGEST_WINDOW_BYTES = 32L << 20;
    private static final long SMALLEST_WINDOW_BYTES = 2L << 20;
    /** What all channels hold at most, as far as the smallest windows allow. */
    private static final long ALL_WINDOWS_BYTES = 256L << 20;

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);
    private static final Duration FIRST_OUTAGE_PROBE = Duration.ofSeconds(1);
    private static final Duration LONGEST_OUTAGE_PROBE = Duration.ofSeconds(15);
    private static final Duration FIRST_FAULT_PROBE = Duration.ofSeconds(5);
    private static final Duration LONGEST_FAULT_PROBE = Duration.ofMinutes(1);

    private final List<Channel> channels = new ArrayList<>();
    private final Events events;
    private final RelayRoutes routes;
    private final Recorder recorder;
    private final Pace account;
    private final ExecutorService senders = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "sender");
        thread.setDaemon(true);
        return thread;
    });

    /** Makes every configured channel ready. */
    Channels(
            RelayConfig config,
            RelayRoutes routes,
            TopicNames topics,
            Events events,
            RandomGenerator random,
            Clock clock) {
        this.events = events;
        this.routes = routes;
        this.recorder = new Recorder(new CamelSettlementLog(routes.context()));
        this.account = pace(config.flashduty().accountRate());
        AnswerReader answers = new AnswerReader(clock);
        long windowBytes = Math.max(
                SMALLEST_WINDOW_BYTES,
                Math.min(
                        LARGEST_WINDOW_BYTES,
                        ALL_WINDOWS_BYTES / config.channels().size()));
        for (ChannelSettings settings : config.channels()) {
            OffsetTracker offsets = new OffsetTracker(WINDOW, windowBytes);
            Progress progress = new Progress();
            CamelPush push = routes.addPush(settings, answers);
            Outbox outbox = new Outbox(
                    settings.name(),
                    new OutboxSettings(
                            policy(settings, random),
                            settings.collapse(),
                            pace(settings.rate()),
                            settings.maxInFlight()),
                    push,
                    recorder,
                    new Settling(topics.channel(settings.name()), offsets, progress, events),
                    clock,
                    senders,
                    account);
            channels.add(new Channel(settings, outbox, offsets, progress));
        }
    }

    /** Begins to deliver. */
    void start() {
        recorder.start();
        for (Channel channel : channels) {
            channel.outbox().start();
            routes.addDelivery(
                    channel.settings().name(), channel.outbox(), channel.progress(), channel.offsets(), events);
        }
    }

    List<Channel> all() {
        return List.copyOf(channels);
    }

    /** From now on the account's rate is shared by that many relays. */
    void relays(int count) {
        account.share(1.0 / count);
    }

    /** Sends nothing more, and returns when what was in flight is settled, or was given its time to. */
    @Override
    public void close() {
        List<Thread> stops = channels.stream()
                .map(channel -> new Thread(
                        channel.outbox()::close, "stop-" + channel.settings().name()))
                .toList();
        stops.forEach(Thread::start);
        stops.forEach(Channels::join);
        routes.abortPushes();
        recorder.close();
        senders.shutdownNow();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Pace pace(Rate rate) {
        return new Pace(rate.permits(), rate.per());
    }

    private static RetryPolicy policy(ChannelSettings settings, RandomGenerator random) {
        Backoff retry = new Backoff(FIRST_RETRY, LONGEST_RETRY, random);
        return new RetryPolicy(
                retry,
                new Backoff(FIRST_OUTAGE_PROBE, LONGEST_OUTAGE_PROBE, random),
                new Backoff(FIRST_FAULT_PROBE, LONGEST_FAULT_PROBE, random),
                retry,
                settings.maxAge(),
                settings.maxAttempts());
    }

    /** Lets the offset of what is settled move, and passes the news on. */
    private record Settling(String topic, OffsetTracker offsets, Progress progress, OutboxListener events)
            implements OutboxListener {
        @Override
        public void settled(Settlement settlement, long receipts) {
            Delivery delivery = settlement.delivery();
            progress.recorded(receipts);
            offsets.settled(new TopicPartition(topic, delivery.partition()), delivery.offset());
            events.settled(settlement, receipts);
        }

        @Override
        public void attempted(Delivery delivery, Attempt attempt) {
            events.attempted(delivery, attempt);
        }

        @Override
        public void changed(String channel, ChannelState before, ChannelState now) {
            events.changed(channel, before, now);
        }
    }
}
