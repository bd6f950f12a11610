package io.alertrelay.replay;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.pipeline.ReplayFeed.ReplayFeedException;
import io.alertrelay.pipeline.Rerouter;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.reading.Resolutions;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.Outcome;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.record.ReplayState;
import io.alertrelay.record.ReplayedRecord;
import io.alertrelay.record.Resolution;
import io.alertrelay.record.SettledDelivery;
import io.alertrelay.record.StoredRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.ToIntFunction;
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

    private final KafkaClients clients;
    private final GroupOffsets offsets;
    private final TopicNames names;
    private final ReplayOrder order;
    private final Feed feed;
    private final Clock wall;
    private final Clock steady;
    private final Runnable progress;
    private final ChannelTopics topics;
    private final ReplayTails tails;
    private final ReplayEvents events;
    private final LatestStates latest;
    private final Map<String, ReplayLane> lanes = new TreeMap<>();
    private final Map<String, Long> leftOut = new TreeMap<>();
    private final Set<String> resolved = new HashSet<>();
    private final Deque<Instant> ended = new ArrayDeque<>();
    private final Map<String, Uuid> ids;
    private final PassedDeliveries passed;
    private final AwaitedEntries awaited = new AwaitedEntries();
    /** The channels in which something has ended since the last look at how far they are. */
    private final Set<String> moved = new HashSet<>();

    /** The partitions of webhooks in which routing stands too far behind, as of the last look. */
    private Set<Integer> behind = Set.of();

    private Instant lookedAt;
    private Instant channelsAt;

    /**
     * Plans it, and determines its progress.
     *
     * @param partition the current partition of an integration
     * @param wall the clock for records
     * @param steady the clock for its pace; never set back or forward
     * @param progress is run again and again: a plan, or what was received while it was paused, may be long
     * @throws ReplayException if it can't be executed
     */
    ReplayRun(
            KafkaClients clients,
            GroupOffsets offsets,
            TopicNames names,
            RelayConfig config,
            ReplayOrder order,
            ToIntFunction<String> partition,
            Feed feed,
            Clock wall,
            Clock steady,
            Runnable progress)
            throws ReplayException, ExecutionException, InterruptedException {
        this.clients = clients;
        this.names = names;
        this.order = order;
        this.feed = feed;
        this.wall = wall;
        this.steady = steady;
        this.progress = progress;
        Rerouter rerouter = new Pipelines(config).rerouter();
        checkChannel(config);
        checkJournal(offsets);
        ReplayReading.Planned planned = new ReplayReading(
                        clients, names, config, rerouter, 0, (topic, read, total) -> progress.run())
                .plan(order);
        checkRules(order, planned.integrations(), config);
        planned.plan().checkChannels();
        this.latest = planned.latest();
        // Since an operator saw the plan, the channel may have been removed, or have another format, or a dead letter
        // may have been deleted.
        for (Reason changed : List.of(Reason.CHANNEL_GONE, Reason.OTHER_FORMAT, Reason.NO_LONGER_KEPT)) {
            Optional.ofNullable(planned.plan().leftOut().get(changed))
                    .ifPresent(some -> leftOut.put(changed.word(), some.count()));
        }
        Map<String, Double> rates = ReplayOrders.perMinute(config, order.share());
        planned.plan()
                .picks()
                .forEach((channel, picks) -> lanes.put(
                        channel,
                        new ReplayLane(picks, Objects.requireNonNull(rates.get(channel)) / 60, steady.instant())));
        this.topics = new ChannelTopics(
                names, lanes.keySet().stream().map(names::channel).toList(), lanes.keySet());
        this.offsets = offsets;
        this.lookedAt = steady.instant();
        this.channelsAt = lookedAt;
        this.passed = new PassedDeliveries(
                clients, offsets, names, order.id(), order.bounds().channels(), steady, progress);
        this.ids = new HashMap<>(offsets.ids(goesThrough()));
        alreadyFed(offsets);
        redrivenBefore(planned.plan());
        this.tails = new ReplayTails(clients, offsets, names, topics, rerouter, order.bounds(), progress);
        this.events = new ReplayEvents(clients, names, rerouter, partition, order);
    }

    private void checkChannel(RelayConfig config) throws ReplayException {
        if (order.destination() instanceof ReplayDestination.ToChannel to
                && config.channels().stream().noneMatch(c -> c.name().equals(to.channel()))) {
            throw new ReplayException("channel " + to.channel() + " is no longer configured: plan it again");
        }
    }

    /** A topic that was made anew has other webhooks in the range, and which state of an alert is newer can't be told. */
    private void checkJournal(GroupOffsets offsets) throws ReplayException, ExecutionException, InterruptedException {
        Optional<String> now = offsets.id(names.webhooks());
        boolean other = order.bounds()
                .journalId()
                .filter(planned -> now.isPresent() && !now.get().equals(planned))
                .isPresent();
        try (TopicReader reader = new TopicReader(clients)) {
            Map<Integer, Long> ends = reader.ends(names.webhooks());
            if (other
                    || order.bounds().journal().entrySet().stream()
                            .anyMatch(routed -> ends.getOrDefault(routed.getKey(), 0L) < routed.getValue())) {
                throw new ReplayException("the topic " + names.webhooks()
                        + " was made anew since it was planned, and the webhooks of then are gone: plan it again");
            }
        }
    }

    /**
     * A plan by another configuration is another plan, and nobody has seen it.
     *
     * @param concerned the integrations whose webhooks are replayed: what became of another one changes nothing
     */
    static void checkRules(ReplayOrder order, Set<String> concerned, RelayConfig config) throws ReplayException {
        Map<String, String> rules = ReplayOrders.rules(config);
        boolean byRules = order.destination() instanceof ReplayDestination.ByRules;
        for (Map.Entry<String, String> planned : order.rules().entrySet()) {
            String name = planned.getKey();
            // Orders of earlier versions name those of the relay's own, by which test alerts come.
            if (!concerned.contains(name) || Pipelines.isOwn(name)) {
                continue;
            }
            String now = rules.get(name);
            if (now == null) {
                throw new ReplayException("integration " + name + " is no longer configured: plan it again");
            }
            if (byRules && !planned.getValue().equals(now)) {
                throw new ReplayException("the rules of " + name + " changed since it was planned ("
                        + planned.getValue() + ", now " + now + "): plan it again");
            }
        }
    }

    /**
     * Determines what was handed over before. What was let in by routing must be in its channel's topic, unless it has
     * ended: if that topic was made anew, it is lost with the old one, and is handed over again.
     */
    private void alreadyFed(GroupOffsets offsets) throws ExecutionException, InterruptedException {
        // First how far routing is: what it let in by then is in the channels' topics.
        Map<Integer, Long> letIn = offsets.committed(names.routingGroup(), names.replayed());
        Map<String, Set<AlertRef>> routed = new TreeMap<>();
        try (TopicReader reader = new TopicReader(clients)) {
            Map<Integer, Long> ends = reader.ends(names.replayed());
            Map<Integer, Long> from = new HashMap<>(order.bounds().replayed());
            from.replaceAll((partition, known) -> ReplayTails.begun(known, ends.getOrDefault(partition, known)));
            // Partitions that were added since it was ordered.
            ends.keySet().forEach(partition -> from.putIfAbsent(partition, 0L));
            reader.read(names.replayed(), from, ends, record -> {
                progress.run();
                if (isOfThis(record)) {
                    String channel = record.header(HeaderNames.CHANNEL)
                            .flatMap(topics::known)
                            .filter(lanes::containsKey)
                            .orElse("");
                    boolean isLetIn = record.offset() < letIn.getOrDefault(record.partition(), 0L);
                    record.alert().filter(alert -> !channel.isEmpty()).ifPresent(alert -> {
                        if (isLetIn) {
                            routed.computeIfAbsent(channel, c -> new HashSet<>())
                                    .add(alert);
                        } else {
                            lane(channel).fed(alert);
                            awaited.add(channel, alert, record.partition(), record.offset());
                        }
                    });
                }
                return true;
            });
            routed.forEach((channel, alerts) -> inTopic(reader, channel, alerts).forEach(lane(channel)::fed));
        }
    }

    /** Those of the alerts whose events of this replay are in the topic of the channel. */
    private Set<AlertRef> inTopic(TopicReader reader, String channel, Set<AlertRef> alerts) {
        Set<AlertRef> found = new LinkedHashSet<>();
        long known = order.bounds().channels().getOrDefault(channel, 0L);
        long end = reader.ends(names.channel(channel)).getOrDefault(0, known);
        reader.read(names.channel(channel), Map.of(0, ReplayTails.begun(known, end)), Map.of(0, end), record -> {
            progress.run();
            if (isOfThis(record)) {
                record.alert().filter(alerts::contains).ifPresent(found::add);
            }
            return true;
        });
        return found;
    }

    private List<String> goesThrough() {
        List<String> through = new ArrayList<>(topics.topics());
        through.add(names.replayed());
        through.add(names.webhooks());
        return through;
    }

    private boolean isOfThis(StoredRecord record) {
        return record.header(HeaderNames.REPLAY).filter(order.id()::equals).isPresent();
    }

    /**
     * Whether a topic was made anew from which its events come, or through which they go: what waited there is lost, so
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
        return lost || hasLostAnEntry();
    }

    /** Whether something was let in to a topic that was made anew before this run began. */
    private boolean hasLostAnEntry() throws ExecutionException, InterruptedException {
        if (awaited.isEmpty()) {
            return false;
        }
        Map<String, Set<AlertRef>> entered = awaited.passed(offsets.committed(names.routingGroup(), names.replayed()));
        entered.forEach(
                (channel, alerts) -> alerts.removeIf(alert -> !lane(channel).isAwaiting(alert)));
        entered.values().removeIf(Set::isEmpty);
        if (entered.isEmpty()) {
            return false;
        }
        try (TopicReader reader = new TopicReader(clients)) {
            return entered.entrySet().stream()
                    .anyMatch(channel -> inTopic(reader, channel.getKey(), channel.getValue())
                                    .size()
                            < channel.getValue().size());
        }
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
        if (lanes.values().stream().anyMatch(ReplayLane::isHolding)) {
            tails.follow(latest, Set.of());
            behind = tails.farBehind();
        }
        Instant now = steady.instant();
        Map<String, List<PlannedEvent>> taken = new HashMap<>();
        lanes.forEach((channel, lane) -> {
            List<PlannedEvent> picks = lane.take(now, behind);
            if (!picks.isEmpty()) {
                taken.put(channel, picks);
            }
        });
        if (taken.isEmpty()) {
            return true;
        }
        Map<Integer, Long> checked = tails.follow(latest, taken.keySet());
        behind = tails.farBehind();
        for (Map.Entry<String, List<PlannedEvent>> picks : taken.entrySet()) {
            List<PlannedEvent> due = notBehind(picks.getKey(), picks.getValue());
            if (!due.isEmpty() && !feed(picks.getKey(), due, checked)) {
                return false;
            }
        }
        return true;
    }

    /** The events that can be judged now; the others, and what follows of the same alerts, are kept for a later step. */
    private List<PlannedEvent> notBehind(String channel, List<PlannedEvent> picks) {
        Set<String> waiting = picks.stream()
                .filter(pick -> behind.contains(pick.alert().partition()))
                .map(PlannedEvent::key)
                .collect(Collectors.toSet());
        Map<Boolean, List<PlannedEvent>> waits =
                picks.stream().collect(Collectors.partitioningBy(pick -> waiting.contains(pick.key())));
        lane(channel).putBack(waits.getOrDefault(true, List.of()));
        return waits.getOrDefault(false, List.of());
    }

    /** How far the channels are that have something of it on its way, none of which has ended since the last look. */
    private Map<String, Long> standingChannels() throws InterruptedException {
        Instant now = steady.instant();
        if (now.isBefore(channelsAt.plus(LOOK_AT_TOPICS))) {
            return Map.of();
        }
        channelsAt = now;
        List<String> standing = lanes.keySet().stream()
                .filter(channel -> lane(channel).isAwaiting() && !moved.contains(channel))
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
        items.forEach(item -> lane(channel).fed(item.event().alert()));
        redriven(channel, allowed);
        return true;
    }

    /** Records that the dead letters among these were redriven. */
    private void redriven(String channel, List<PlannedEvent> picks) throws ExecutionException, InterruptedException {
        if (!order.isRedrive()) {
            return;
        }
        try (TopicWriter writer = new TopicWriter(clients)) {
            List<Future<?>> acks = new ArrayList<>();
            for (PlannedEvent pick : picks) {
                String about =
                        pick.deadLetter().map(DeadLetterId::new).orElseThrow().toString();
                if (lane(channel).isFed(pick.alert()) && resolved.add(about)) {
                    acks.add(Resolutions.begin(
                            writer,
                            names.deadLetters(),
                            pick.key(),
                            Resolution.redriven(about, order.by(), wall.instant(), "", order.id())));
                }
            }
            Resolutions.await(acks);
        }
    }

    /** Records as redriven what an earlier run handed over before it was killed. */
    private void redrivenBefore(Plan plan) throws ExecutionException, InterruptedException {
        if (order.isRedrive()) {
            try (TopicReader reader = new TopicReader(clients)) {
                resolved.addAll(Resolutions.of(reader, names.deadLetters(), order.deadLetters(), progress)
                        .keySet());
            }
            for (Map.Entry<String, List<PlannedEvent>> picks : plan.picks().entrySet()) {
                redriven(picks.getKey(), picks.getValue());
            }
        }
    }

    private ReplayLane lane(String channel) {
        return Objects.requireNonNull(lanes.get(channel));
    }

    private Optional<Reason> reasonToLeaveOut(String channel, PlannedEvent pick) {
        return latest.reasonToLeaveOut(channel, pick.key(), pick.alert(), pick.status())
                .or(() -> Optional.of(order.isRedrive() ? Reason.DELIVERED_SINCE : Reason.REPLAYED_BEFORE)
                        .filter(why -> !order.again() && lane(channel).isDeliveredByAnother(pick.alert())));
    }

    private void leaveOut(Reason reason) {
        leftOut.merge(reason.word(), 1L, Long::sum);
    }

    private void settled(SettledDelivery settled) {
        ReplayLane lane = lanes.get(settled.id().channel());
        if (lane == null) {
            return;
        }
        if (!settled.id().replay().equals(order.id())) {
            if (!settled.id().replay().isEmpty() && settled.outcome() == Outcome.DELIVERED) {
                lane.deliveredByAnother(settled.id().alert());
            }
            return;
        }
        // What has ended was handed over, even if its record in the topic of replayed events is deleted for its age.
        lane.fed(settled.id().alert());
        settled(settled.id().channel(), settled.id().alert(), settled.outcome().word());
    }

    private void settled(String channel, AlertRef alert, String outcome) {
        if (lane(channel).settled(alert, outcome)) {
            ended.addLast(steady.instant());
            moved.add(channel);
        }
    }

    /** Whether everything that was to be sent has ended. */
    boolean isDone() {
        return lanes.values().stream().allMatch(ReplayLane::isDone);
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
        Map<String, ReplayProgress.OfChannel> channels = new TreeMap<>();
        lanes.forEach((channel, lane) -> channels.put(channel, lane.progress()));
        String waitsFor = lanes.entrySet().stream()
                .filter(lane -> !lane.getValue().isDone())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        String message = stuck && state instanceof ReplayState.Running ? "nothing moves in " + waitsFor : "";
        return new ReplayProgress(state, wall.instant(), ended.size(), message, channels, leftOut);
    }

    @Override
    public void close() {
        tails.close();
        events.close();
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
