package io.alertrelay.replay;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.pipeline.ReplayFeed.ReplayFeedException;
import io.alertrelay.pipeline.Rerouter;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.Outcome;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.record.ReplayState;
import io.alertrelay.record.ReplayedRecord;
import io.alertrelay.record.SettledDelivery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * Executes one replay, from wherever it is. Its whole state is in the topics: the plan follows from the order, what was
 * handed over is in the topic of replayed events, and what ended is in the receipts. So after a crash it continues,
 * here or on another relay, and hands over nothing twice. For one thread.
 */
final class ReplayRun implements AutoCloseable {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Duration LOOK_AT_TOPICS = Duration.ofSeconds(2);
    /** So many are left out of a channel at a time: it takes nothing of its rate, but some time. */
    private static final int MOST_LEFT_OUT = 500;

    /**
     * Since an operator saw the plan, the channel may have been removed, or have another format; a dead letter may have
     * been deleted, or discarded, or what became of its alert since is not known any more.
     */
    private static final List<Reason> MAY_HAVE_CHANGED =
            List.of(Reason.CHANNEL_GONE, Reason.OTHER_FORMAT, Reason.NO_LONGER_KEPT, Reason.DECIDED, Reason.TOO_OLD);

    private final TopicNames names;
    private final GroupOffsets offsets;
    private final ReplayOrder order;
    private final Feed feed;
    private final Clock wall;
    private final Clock steady;
    private final Runnable progress;
    private final ChannelTopics topics;
    private final ReplayTails tails;
    private final ReplayEvents events;
    private final LatestStates latest;
    private final Map<String, ChannelReplay> channels = new TreeMap<>();
    private final Map<String, Long> leftOut = new TreeMap<>();
    private final Deque<Instant> ended = new ArrayDeque<>();
    private final Map<String, Uuid> ids;
    private final PassedDeliveries passed;
    private final EarlierRuns earlier;
    private final RedrivenLetters redriven;
    /** The channels in which something has ended since the last look at how far they are. */
    private final Set<String> moved = new HashSet<>();

    /** The partitions of webhooks in which routing stands too far behind, as of the last look. */
    private Set<Integer> behind = Set.of();

    private Instant lookedAt;
    private Instant channelsAt;

    /**
     * Plans it, and determines its progress.
     *
     * @param config by which it is carried out
     * @throws ReplayException if it can't be executed
     */
    ReplayRun(ReplayParts parts, RelayConfig config, ReplayOrder order, Feed feed)
            throws ReplayException, ExecutionException, InterruptedException {
        this.names = parts.names();
        this.offsets = parts.offsets();
        this.order = order;
        this.feed = feed;
        this.wall = parts.wall();
        this.steady = parts.steady();
        this.progress = parts.progress();
        Rerouter rerouter = new Pipelines(config).rerouter();
        ReplayReading.Planned planned = planned(parts, config, order, rerouter);
        this.latest = planned.latest();
        for (Reason changed : MAY_HAVE_CHANGED) {
            Optional.ofNullable(planned.plan().leftOut().get(changed))
                    .ifPresent(some -> leftOut.put(changed.word(), some.count()));
        }
        Map<String, Double> rates = ReplayOrders.perMinute(config, order.share());
        planned.plan()
                .picks()
                .forEach((channel, picks) -> channels.put(
                        channel,
                        new ChannelReplay(picks, Objects.requireNonNull(rates.get(channel)) / 60, steady.instant())));
        this.topics = new ChannelTopics(
                names, channels.keySet().stream().map(names::channel).toList(), channels.keySet());
        this.lookedAt = steady.instant();
        this.channelsAt = lookedAt;
        this.passed = new PassedDeliveries(
                parts.clients(), offsets, names, order.id(), order.bounds().channels(), steady, parts.progress());
        this.ids = new HashMap<>(offsets.ids(goesThrough()));
        this.earlier = new EarlierRuns(parts, order, topics, channels);
        earlier.read();
        this.redriven = new RedrivenLetters(parts, order);
        redriven.read();
        // What an earlier run handed over before it was killed.
        for (Map.Entry<String, List<PlannedEvent>> picks :
                planned.plan().picks().entrySet()) {
            redriven.record(channel(picks.getKey()), picks.getValue());
        }
        this.tails =
                new ReplayTails(parts.clients(), offsets, names, topics, rerouter, order.bounds(), parts.progress());
        this.events = new ReplayEvents(parts.clients(), names, rerouter, parts.partition(), order);
    }

    /** The plan, if it is still the one that was ordered. */
    private static ReplayReading.Planned planned(
            ReplayParts parts, RelayConfig config, ReplayOrder order, Rerouter rerouter)
            throws ReplayException, ExecutionException, InterruptedException {
        ReplayChecks checks = new ReplayChecks(order, config);
        checks.checkChannel();
        checks.checkWebhooks(parts);
        ReplayReading.Planned planned = new ReplayReading(
                        parts.clients(),
                        parts.names(),
                        config,
                        rerouter,
                        0,
                        (topic, read, total) -> parts.progress().run())
                .plan(order);
        checks.checkRules(planned.integrations());
        planned.plan().checkChannels();
        return planned;
    }

    private List<String> goesThrough() {
        List<String> through = new ArrayList<>(topics.topics());
        through.add(names.replayed());
        through.add(names.webhooks());
        return through;
    }

    /**
     * Whether a topic was recreated from which its events come, or through which they go: what waited there is lost, so
     * that it would never end. The run must be started again.
     */
    boolean hasLostATopic() throws ExecutionException, InterruptedException {
        Instant now = steady.instant();
        if (now.isBefore(lookedAt.plus(LOOK_AT_TOPICS))) {
            return false;
        }
        lookedAt = now;
        boolean lost = false;
        for (Map.Entry<String, Uuid> topic : offsets.ids(goesThrough()).entrySet()) {
            Uuid before = ids.put(topic.getKey(), topic.getValue());
            lost |= before != null && !before.equals(topic.getValue());
        }
        return lost || earlier.hasLostAnEntry();
    }

    /**
     * Reads what ended, and hands over what is due.
     *
     * @param feeding whether it may hand anything over
     * @return false if another relay executes replays now: this run must not go on
     * @throws ReplayFeedException if it is not known what was handed over: the run must be started again
     */
    boolean step(boolean feeding) throws ReplayFeedException, ExecutionException, InterruptedException {
        // In this order: the receipt of what a channel has passed is read by the next.
        Map<String, Long> farBy = standingChannels();
        tails.settled(this::settled);
        farBy.forEach((channel, offset) ->
                passed.read(channel, offset, alert -> settled(channel, alert, PassedDeliveries.NO_RECEIPT)));
        if (!feeding) {
            return true;
        }
        if (channels.values().stream().anyMatch(ChannelReplay::isHolding)) {
            tails.follow(latest, Set.of());
            behind = tails.farBehind();
        }
        Instant now = steady.instant();
        Map<String, List<PlannedEvent>> taken = new HashMap<>();
        channels.forEach((channel, replay) -> {
            List<PlannedEvent> picks = replay.take(now, behind);
            if (!picks.isEmpty()) {
                taken.put(channel, picks);
            }
        });
        if (taken.isEmpty()) {
            return true;
        }
        Map<Integer, Long> checked = tails.follow(latest, taken.keySet());
        behind = tails.farBehind();
        redriven.follow();
        for (Map.Entry<String, List<PlannedEvent>> picks : taken.entrySet()) {
            if (!feedInPlaceOfLeftOut(picks.getKey(), picks.getValue(), checked, now)) {
                return false;
            }
        }
        return true;
    }

    /** Hands over what was taken of a channel, and more in place of what is left out of it. */
    private boolean feedInPlaceOfLeftOut(
            String channel, List<PlannedEvent> taken, Map<Integer, Long> checked, Instant now)
            throws ReplayFeedException, ExecutionException, InterruptedException {
        ChannelReplay replay = channel(channel);
        List<PlannedEvent> picks = taken;
        int allOut = 0;
        while (!picks.isEmpty()) {
            progress.run();
            List<PlannedEvent> due = notBehind(channel, picks);
            if (!due.isEmpty() && !feed(channel, due, checked)) {
                return false;
            }
            int out = (int)
                    due.stream().filter(pick -> !replay.isFed(pick.alert())).count();
            replay.giveBack(out);
            allOut += out;
            picks = out > 0 && allOut < MOST_LEFT_OUT ? replay.take(now, behind) : List.of();
        }
        return true;
    }

    /**
     * The events that can be judged now; the others, and what follows of the same alerts, are kept for a later step.
     */
    private List<PlannedEvent> notBehind(String channel, List<PlannedEvent> picks) {
        Set<String> waiting = picks.stream()
                .filter(pick -> behind.contains(pick.alert().partition()))
                .map(PlannedEvent::key)
                .collect(Collectors.toSet());
        Map<Boolean, List<PlannedEvent>> waits =
                picks.stream().collect(Collectors.partitioningBy(pick -> waiting.contains(pick.key())));
        channel(channel).putBack(waits.getOrDefault(true, List.of()));
        return waits.getOrDefault(false, List.of());
    }

    /** How far the channels are that have something of it on its way, none of which has ended since the last look. */
    private Map<String, Long> standingChannels() throws InterruptedException {
        Instant now = steady.instant();
        if (now.isBefore(channelsAt.plus(LOOK_AT_TOPICS))) {
            return Map.of();
        }
        channelsAt = now;
        List<String> standing = channels.keySet().stream()
                .filter(channel -> channel(channel).isAwaiting() && !moved.contains(channel))
                .toList();
        moved.clear();
        return passed.passed(standing);
    }

    private boolean feed(String channel, List<PlannedEvent> picks, Map<Integer, Long> checked)
            throws ReplayFeedException, ExecutionException, InterruptedException {
        List<PlannedEvent> allowed = new ArrayList<>();
        for (PlannedEvent pick : picks) {
            reasonToLeaveOut(channel, pick).ifPresentOrElse(this::leaveOut, () -> allowed.add(pick));
        }
        ReplayEvents.Made made = events.of(channel, allowed, checked);
        List<ReplayedRecord> items = made.items();
        for (int i = items.size(); i < allowed.size(); i++) {
            leaveOut(i - items.size() < made.notRemade() ? Reason.NOT_REMADE : Reason.NO_LONGER_KEPT);
        }
        if (!items.isEmpty() && !feed.feed(items)) {
            return false;
        }
        items.forEach(item -> channel(channel).fed(item.event().alert()));
        redriven.record(channel(channel), allowed);
        return true;
    }

    private ChannelReplay channel(String name) {
        return Objects.requireNonNull(channels.get(name));
    }

    private Optional<Reason> reasonToLeaveOut(String channel, PlannedEvent pick) {
        if (!order.again() && redriven.isDecided(pick)) {
            return Optional.of(Reason.DECIDED);
        }
        return latest.reasonToLeaveOut(channel, pick.key(), pick.alert(), pick.status())
                .or(() -> Optional.of(order.isRedrive() ? Reason.DELIVERED_SINCE : Reason.REPLAYED_BEFORE)
                        .filter(why -> !order.again() && channel(channel).isDeliveredByAnother(pick.alert())));
    }

    private void leaveOut(Reason reason) {
        leftOut.merge(reason.word(), 1L, Long::sum);
    }

    private void settled(SettledDelivery settled) {
        ChannelReplay replay = channels.get(settled.id().channel());
        if (replay == null) {
            return;
        }
        if (!settled.id().replay().equals(order.id())) {
            if (!settled.id().replay().isEmpty() && settled.outcome() == Outcome.DELIVERED) {
                replay.deliveredByAnother(settled.id().alert());
            }
            return;
        }
        // What has ended was handed over, even if its record in the topic of replayed events is deleted for its age.
        replay.fed(settled.id().alert());
        settled(settled.id().channel(), settled.id().alert(), settled.outcome().word());
    }

    private void settled(String channel, AlertRef alert, String outcome) {
        if (channel(channel).settled(alert, outcome)) {
            ended.addLast(steady.instant());
            moved.add(channel);
        }
    }

    /** Whether something that was handed over has not ended. */
    boolean isAwaiting() {
        return channels.values().stream().anyMatch(ChannelReplay::isAwaiting);
    }

    /** Whether everything that was to be sent has ended. */
    boolean isDone() {
        return channels.values().stream().allMatch(ChannelReplay::isDone);
    }

    /**
     * Its progress.
     *
     * @param stuck whether nothing has moved for a while
     */
    ReplayProgress progress(ReplayState state, boolean stuck) {
        Instant now = steady.instant();
        while (!ended.isEmpty() && ended.peekFirst().isBefore(now.minus(MINUTE))) {
            ended.removeFirst();
        }
        Map<String, ReplayProgress.OfChannel> counts = new TreeMap<>();
        channels.forEach((channel, replay) -> counts.put(channel, replay.progress()));
        String waitsFor = channels.entrySet().stream()
                .filter(channel -> !channel.getValue().isDone())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        String message = stuck && state instanceof ReplayState.Running ? "nothing moves in " + waitsFor : "";
        long perMinute = state instanceof ReplayState.Running ? ended.size() : 0;
        return new ReplayProgress(state, wall.instant(), perMinute, message, counts, leftOut);
    }

    @Override
    public void close() {
        tails.close();
        events.close();
        redriven.close();
    }

    /** Hands events over to the routing stage, while this relay executes replays. */
    @FunctionalInterface
    interface Feed {
        /**
         * Returns when all of them are durable; false if another relay executes replays now, so that none was handed
         * over.
         *
         * @throws ReplayFeedException if some may not be durable; it is not known which
         */
        boolean feed(List<ReplayedRecord> items) throws ReplayFeedException;
    }
}
