package io.alertrelay.channels;

import io.alertrelay.camel.ChannelRoutes;
import io.alertrelay.camel.RelayRoutes;
import io.alertrelay.camel.UnstoredEvents;
import io.alertrelay.concurrent.Parallel;
import io.alertrelay.config.ChannelSettings;
import io.alertrelay.config.Rate;
import io.alertrelay.delivery.Outbox;
import io.alertrelay.delivery.OutboxListener;
import io.alertrelay.delivery.Pace;
import io.alertrelay.delivery.Push;
import io.alertrelay.delivery.Recorder;
import io.alertrelay.delivery.SettledProgress;
import io.alertrelay.delivery.Settlement;
import io.alertrelay.flashduty.Answer;
import io.alertrelay.flashduty.AnswerReader;
import io.alertrelay.kafka.Lease;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.observe.Telemetry;
import io.alertrelay.record.ChannelOrder;
import io.alertrelay.record.Delivery;
import io.alertrelay.record.ReceiptWriter;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Watchdog;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;

/** The channels of this relay, each with its outbox and its routes. */
public final class Channels implements AutoCloseable {
    /** How many events a channel holds in memory at most; the rest waits in its topic. */
    private static final int WINDOW = 10_000;

    private static final long LARGEST_WINDOW_BYTES = 32L << 20;
    private static final long SMALLEST_WINDOW_BYTES = 2L << 20;
    /** How many bytes all channels hold at most, unless the smallest windows need more. */
    private static final long ALL_WINDOWS_BYTES = 256L << 20;

    /** The time from an answer to its receipt. */
    private static final Duration SETTLING = Duration.ofSeconds(5);
    /** Longer than the longest timeout of a request. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(90);

    private final Map<String, Channel> channels = new ConcurrentHashMap<>();
    private final Map<String, Integer> started = new HashMap<>();
    private volatile boolean closed;
    /** Whose removal has begun and not ended: their outboxes take and send nothing any more. */
    private final Set<String> stopped = ConcurrentHashMap.newKeySet();

    private final FormerOutboxes former = new FormerOutboxes();

    private final String relay;
    private final ChannelPauses pauses;
    private final Telemetry telemetry;
    private final OutboxListener deliveries;
    private final ChannelRoutes routes;
    private final TopicNames topics;
    private final Recorder recorder;
    private final Pace account;
    private final AnswerReader answers;
    private final DeliveryRules rules;
    private final Clock wall;
    private final Clock steady;
    private final Watchdog watchdog;
    private final ExecutorService senders = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "sender");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Without channels at first.
     *
     * @param relay names this relay
     * @param standing the last order about a channel's pause; must not block
     * @param deliveries notified of what happens to deliveries
     * @param wall the clock for ages and records
     * @param steady the clock for waits; never set back or forward
     */
    public Channels(
            String relay,
            Function<String, Optional<ChannelOrder>> standing,
            Rate accountRate,
            RelayRoutes routes,
            TopicNames topics,
            Telemetry telemetry,
            OutboxListener deliveries,
            RandomGenerator random,
            Clock wall,
            Clock steady,
            Watchdog watchdog) {
        this.relay = relay;
        this.pauses = new ChannelPauses(standing, wall, steady);
        this.telemetry = telemetry;
        this.deliveries = deliveries;
        this.routes = routes.channels();
        this.topics = topics;
        this.recorder = new Recorder(
                routes.settlementLog(this::writer), watchdog.stage(Job.RECORDER), watchdog.stage(Job.DEAD_LETTERS));
        this.account = DeliveryRules.pace(accountRate);
        this.answers = new AnswerReader(wall);
        this.rules = new DeliveryRules(random);
        this.wall = wall;
        this.steady = steady;
        this.watchdog = watchdog;
    }

    /** Begins to deliver to these. */
    public void start(List<ChannelSettings> settings) {
        recorder.start();
        settings.forEach(this::add);
    }

    /**
     * Begins to deliver to a channel, which must not be running. If that fails, nothing of it is left, unless its
     * routes can't be removed either: then it {@link #isStopped is stopped}.
     *
     * @throws CancellationException if this is closed
     */
    public synchronized void add(ChannelSettings settings) {
        if (closed) {
            throw new CancellationException("the relay is stopping");
        }
        String slug = ChannelRoutes.slug(settings.name(), started.merge(settings.name(), 1, Integer::sum) - 1);
        OffsetTracker offsets = new OffsetTracker(WINDOW, SMALLEST_WINDOW_BYTES);
        SettledProgress progress = new SettledProgress();
        ChannelStages stages = new ChannelStages(watchdog, settings);
        try {
            Push push = routes.addPush(slug, settings, answers);
            Outbox outbox = new Outbox(
                    settings.name(),
                    rules.of(settings),
                    new LeasedPush(push, offsets.lease()),
                    recorder,
                    new Settling(topics.channel(settings.name()), offsets, progress).andThen(deliveries),
                    wall,
                    steady,
                    senders,
                    account,
                    stages.dispatching(),
                    offsets::isCrowded,
                    former.unrecorded(settings.name()));
            former.applyTo(outbox, settings);
            pauses.applyTo(outbox, settings);
            outbox.start();
            channels.put(
                    settings.name(), new Channel(settings, slug, outbox, offsets, progress, stages, wall.instant()));
            routes.addDelivery(slug, settings.name(), outbox, progress, offsets, telemetry, stages.polling());
        } catch (RuntimeException | Error e) {
            // An Error, such as a thread that can't be created, must not leave half a channel.
            undo(settings.name(), slug, e);
            if (!channels.containsKey(settings.name())) {
                stages.close();
            }
            throw e;
        }
        shareMemory();
    }

    /** Executes an order for a channel, if it is running. One that the configuration pauses stays paused. */
    public synchronized void obey(ChannelOrder order) {
        named(order.channel()).ifPresent(channel -> pauses.obey(order, channel));
    }

    private void undo(String name, String slug, Throwable cause) {
        try {
            if (channels.containsKey(name)) {
                remove(name);
            } else {
                routes.removePush(slug);
            }
        } catch (RuntimeException | Error e) {
            cause.addSuppressed(e);
        }
    }

    /** The more channels there are, the less each may hold. */
    private synchronized void shareMemory() {
        long bytes = Math.max(
                SMALLEST_WINDOW_BYTES,
                Math.min(LARGEST_WINDOW_BYTES, ALL_WINDOWS_BYTES / Math.max(1, channels.size())));
        channels.values().forEach(channel -> channel.offsets().maxBytes(bytes));
    }

    /**
     * Stops delivering to a channel, and returns when what was in flight is settled, or has had the time that a request
     * may take, and its offsets are committed. What waits stays in its topic. If its routes can't be removed it
     * {@link #isStopped is stopped}, and may be removed again. Different channels may be removed at the same time. What
     * is left of it when this is closed is left to {@link #close}.
     */
    public void remove(String name) {
        remove(name, LONGEST_STOP);
    }

    /** The same with at most that patience for what is in flight: what has not ended by then is sent again. */
    public void remove(String name, Duration patience) {
        Channel channel = Objects.requireNonNull(channels.get(name));
        Duration own = channel.settings().timeout().plus(SETTLING);
        stopped.add(name);
        channel.outbox().finish(own.compareTo(patience) < 0 ? own : patience);
        if (closed) {
            return;
        }
        routes.remove(channel.slug());
        channel.stages().close();
        former.removed(channel.settings(), channel.outbox());
        channels.remove(name);
        stopped.remove(name);
        pauses.removed(channel.settings());
        shareMemory();
    }

    /**
     * Whether the channel, though it is among the running ones, delivers nothing until it is removed and added again:
     * its removal has begun, and perhaps failed.
     */
    public boolean isStopped(String name) {
        return stopped.contains(name);
    }

    /** Whether no channel is started any more. */
    public boolean isClosed() {
        return closed;
    }

    /** The running channels, in the order of their names. */
    public List<Channel> all() {
        return channels.values().stream()
                .sorted(Comparator.comparing(c -> c.settings().name()))
                .toList();
    }

    /** The channel with that name, if it is running. */
    public Optional<Channel> named(String name) {
        return Optional.ofNullable(channels.get(name));
    }

    /** Makes dead letters of what could not be written to the topics of these channels. */
    public UnstoredEvents unstoredEvents(Supplier<Collection<String>> configured) {
        return new UnstoredEvents(configured, topics::channel, recorder, deliveries, wall);
    }

    private ReceiptWriter writer(String channel) {
        return new ReceiptWriter(
                relay, named(channel).map(c -> c.offsets().assignment()).orElse(OptionalInt.empty()));
    }

    /** The account's rate, as far as this relay uses it. */
    public AccountShare.RatePart accountRate() {
        return new AccountShare.RatePart() {
            @Override
            public double wanted() {
                return account.wanted(steady.instant());
            }

            @Override
            public void use(double part) {
                account.share(part, steady.instant());
            }
        };
    }

    /**
     * Stops sending, and returns when what was in flight is settled or has had its time, and other relays have the
     * rest. No channel waits for another one to be handed over, and none is started any more.
     */
    @Override
    public void close() {
        closed = true;
        Parallel.run(
                "stop-channel",
                lastOnes().stream()
                        .<Runnable>map(channel -> () -> handOver(channel))
                        .toList());
        recorder.close();
        senders.shutdownNow();
    }

    /** Includes a channel that was just being added. */
    private synchronized List<Channel> lastOnes() {
        return all();
    }

    private void handOver(Channel channel) {
        channel.outbox().close();
        // Whoever delivers next must not be overtaken by a request that hangs.
        routes.abortPushes(channel.slug());
        channel.outbox().aborted();
        routes.stopDelivery(channel.slug());
    }

    /** Sends only while the channel certainly belongs to this relay. */
    private record LeasedPush(Push push, Lease lease) implements Push {
        @Override
        public void push(Delivery delivery, Consumer<Answer> then) {
            push.push(delivery, then);
        }

        @Override
        public boolean isAllowed() {
            return lease.isHeld();
        }
    }

    /** Lets the offsets of settled deliveries move. */
    private record Settling(String topic, OffsetTracker offsets, SettledProgress progress) implements OutboxListener {
        @Override
        public void settled(Settlement settlement, long receipts) {
            settledBefore(settlement.delivery(), receipts);
        }

        @Override
        public void settledBefore(Delivery delivery, long receipts) {
            progress.settled(delivery.offset(), delivery.id());
            progress.recorded(receipts);
            offsets.settled(new TopicPartition(topic, delivery.partition()), delivery.offset());
        }
    }
}
