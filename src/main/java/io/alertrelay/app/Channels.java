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
import io.alertrelay.delivery.Pace;
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
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;

/** The channels of this relay, each with its outbox and its routes. */
final class Channels implements AutoCloseable {
    /** What a channel holds in memory at most; the rest waits in its topic. */
    private static final int WINDOW = 1_000;

    private static final long WINDOW_BYTES = 16L << 20;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);
    private static final Duration FIRST_PROBE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PROBE = Duration.ofMinutes(1);

    private final List<Channel> channels = new ArrayList<>();
    private final Events events;
    private final RelayRoutes routes;

    /** Starts delivery to every configured channel. */
    Channels(
            RelayConfig config,
            RelayRoutes routes,
            TopicNames topics,
            Events events,
            RandomGenerator random,
            Clock clock) {
        this.events = events;
        this.routes = routes;
        CamelSettlementLog log = new CamelSettlementLog(routes.context());
        AnswerReader answers = new AnswerReader(clock);
        Pace account = pace(config.flashduty().accountRate(), clock);
        for (ChannelSettings settings : config.channels()) {
            OffsetTracker offsets = new OffsetTracker(WINDOW, WINDOW_BYTES);
            String topic = topics.channel(settings.name());
            CamelPush push = routes.addPush(settings, answers);
            Outbox outbox = new Outbox(
                    settings.name(),
                    push,
                    log,
                    policy(settings, random),
                    new Settling(topic, offsets, events),
                    clock,
                    pace(settings.rate(), clock),
                    account);
            channels.add(new Channel(settings, outbox, offsets));
        }
    }

    /** Begins to deliver. */
    void start() {
        for (Channel channel : channels) {
            channel.outbox().start();
            routes.addDelivery(channel.settings().name(), channel.outbox(), channel.offsets(), events);
        }
    }

    List<Channel> all() {
        return List.copyOf(channels);
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
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Pace pace(Rate rate, Clock clock) {
        return new Pace(rate.permits(), rate.per(), clock);
    }

    private static RetryPolicy policy(ChannelSettings settings, RandomGenerator random) {
        return new RetryPolicy(
                new Backoff(FIRST_RETRY, LONGEST_RETRY, random),
                new Backoff(FIRST_PROBE, LONGEST_PROBE, random),
                settings.maxAge());
    }

    /** Lets the offset of what is settled move, and passes the news on. */
    private record Settling(String topic, OffsetTracker offsets, OutboxListener events) implements OutboxListener {
        @Override
        public void settled(Settlement settlement) {
            Delivery delivery = settlement.delivery();
            offsets.settled(new TopicPartition(topic, delivery.partition()), delivery.offset());
            events.settled(settlement);
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
