package io.alertrelay.trail;

import io.alertrelay.arms.AlertItem;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.arms.Webhook;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.reading.CommittedProgress;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.PassedOver;
import io.alertrelay.reading.RecordTimes;
import io.alertrelay.reading.RetainedOffsets;
import io.alertrelay.reading.Traces;
import io.alertrelay.reading.WaitingDeliveries;
import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.ReceiptId.Topic;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.Resolution;
import io.alertrelay.record.SettledDelivery;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.WebhookRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One search through the topics for what happened to a webhook that was accepted, or to one alert of it. */
final class TrailSearch {
    /** Whoever filters the log by the names of its loggers knows these lines as Trails'. */
    private static final Logger LOG = LoggerFactory.getLogger(Trails.class);

    private final KafkaClients clients;
    private final GroupOffsets offsets;
    private final TopicNames names;
    private final List<String> configured;
    private final Pipelines pipelines;
    private final WaitingDeliveries waiting;
    private final TopicReader reader;
    private final WebhookPart asked;
    private final ReceiptId receipt;
    private final TrailBuilder trail;
    private final ChannelTopics channels;
    private Optional<StoredRecord> webhook = Optional.empty();

    TrailSearch(Ledger ledger, GroupOffsets offsets, TopicReader reader, WebhookPart asked)
            throws ExecutionException, InterruptedException {
        this.clients = ledger.clients();
        this.offsets = offsets;
        this.names = ledger.names();
        this.configured = ledger.config().channelNames();
        this.pipelines = ledger.pipelines();
        this.waiting = ledger.waiting();
        this.reader = reader;
        this.asked = asked;
        this.receipt = asked.webhook();
        this.trail = new TrailBuilder(receipt.toString());
        this.channels = new ChannelTopics(names, offsets.topics(names.channels()), configured);
    }

    /** The trail; empty if there is none. */
    Optional<Trail> run() throws ExecutionException, InterruptedException {
        Map<Integer, Long> routed = offsets.committed(names.routingGroup(), names.webhooks());
        Map<String, Map<Integer, Long>> settled = offsets.committed(channels.topics());
        webhook = reader.at(names.webhooks(), receipt.partition(), receipt.offset());
        if (webhook.isPresent()) {
            if (!ReceiptId.of(Topic.WEBHOOKS, webhook.get()).equals(receipt)) {
                return Optional.empty();
            }
            trail.accepted(Trails.accepted(webhook.get()));
            alerts(webhook.get());
            if (routed.getOrDefault(receipt.partition(), 0L) <= receipt.offset()) {
                trail.notRoutedYet();
            }
        } else if (receipt.offset() >= reader.ends(names.webhooks()).getOrDefault(receipt.partition(), 0L)) {
            return Optional.empty();
        }
        Map<String, Map<Integer, Long>> byChannel = new HashMap<>();
        settled.forEach((topic, committed) -> byChannel.put(channels.channel(topic), committed));
        CommittedProgress progress = new CommittedProgress(routed, Map.of(), byChannel);
        follow(
                webhook.map(StoredRecord::receivedAt)
                        .map(at -> at.minus(RecordTimes.CLOCK_MARGIN))
                        .orElse(Instant.EPOCH),
                progress);
        horizons();
        return trail.build(progress, waiting.among(configured));
    }

    /** How far back the topics reach: what is not there may have been deleted for its age. */
    private void horizons() {
        if (trail.seemsLost()) {
            trail.soughtEverywhere(Traces.must(reader, names, configured));
        }
        if (trail.lacksReceipts()) {
            trail.receiptsReachBack(RetainedOffsets.of(reader, names.receipts()));
        }
        if (trail.lacksTraces()
                && !webhook.map(StoredRecord::storedAt)
                        .filter(at ->
                                RetainedOffsets.of(reader, names.receipts()).surely(at))
                        .filter(at ->
                                RetainedOffsets.of(reader, names.quarantine()).surely(at))
                        .isPresent()) {
            trail.tracesMayBeGone();
        }
    }

    private void alerts(StoredRecord webhook) {
        Optional<IntegrationPipeline> pipeline =
                webhook.header(HeaderNames.INTEGRATION).flatMap(pipelines::pipeline);
        if (pipeline.isEmpty()) {
            return;
        }
        try {
            Webhook read = pipeline.get().read(WebhookRecord.of(webhook));
            read.understood().forEach((index, alert) -> {
                if (has(index)) {
                    trail.alert(
                            index,
                            alert.status().word(),
                            alert.severity().word(),
                            pipeline.get().events().title(alert),
                            alert.key());
                }
            });
            read.setAside().stream()
                    .map(AlertItem.SetAside::index)
                    .filter(this::has)
                    .forEach(trail::notUnderstood);
        } catch (UnreadableWebhookException e) {
            LOG.debug("the body of {} can't be read any more: its deliveries name its alerts", receipt);
        }
    }

    private void follow(Instant since, CommittedProgress progress) {
        due(channels.topics(), since, this::notPast);
        // Rarely, after a failure in routing, a channel's record comes after those of later webhooks.
        due(missing(), since, record -> true);
        Map<Integer, Long> unread = new HashMap<>(reader.offsetsAt(names.receipts(), since));
        readReceipts(unread);
        replayed(since, unread);
        if (trail.seemsLost()) {
            // It may have been routed again, by other rules, to channels that were passed over.
            due(channels.topics(), since, record -> true);
        }
        if (trail.hasGaps()) {
            readQuarantine(since);
        }
        boolean known = asked.index().isEmpty() || trail.hasAlerts();
        if (known && progress.routed(receipt.partition(), receipt.offset())) {
            lookBack(since, progress);
        }
        if (trail.hasDeadLetters()) {
            readDeadLetters(since);
        }
        if (trail.lacksDeadLetters()) {
            readDeadLetters(Instant.EPOCH);
        }
    }

    /** @param from by partition; is moved to after what was read */
    private void readReceipts(Map<Integer, Long> from) {
        if (trail.allSettled()) {
            return;
        }
        reader.read(names.receipts(), Map.copyOf(from), reader.ends(names.receipts()), record -> {
            from.put(record.partition(), record.offset() + 1);
            settled(record);
            return !trail.allSettled();
        });
    }

    /**
     * Looks for what replays sent again: that comes after the records of later webhooks, and after receipts that
     * need not be read.
     */
    private void replayed(Instant since, Map<Integer, Long> unread) {
        Optional<Instant> first = replayedSince(since);
        if (first.isPresent()) {
            Instant from = first.get().minus(RecordTimes.CLOCK_MARGIN);
            Map<TopicPartition, Long> ends = reader.ends(channels.topics());
            try (TopicReader replays = TopicReader.sieving(
                    clients, (topic, headers, value) -> headers.lastHeader(HeaderNames.REPLAY) != null)) {
                replays.read(replays.offsetsAt(ends, from), ends, (topic, record) -> {
                    due(topic, record);
                    return true;
                });
            }
            reader.offsetsAt(names.receipts(), from)
                    .forEach((partition, offset) -> unread.merge(partition, offset, Math::max));
            readReceipts(unread);
        }
    }

    /** When the first replay was ordered that may have sent something of the webhook. */
    private Optional<Instant> replayedSince(Instant since) {
        List<Instant> ordered = new ArrayList<>();
        reader.read(names.replays(), reader.starts(names.replays()), reader.ends(names.replays()), record -> {
            ReplayOrder.of(record)
                    .filter(order -> order.isRedrive() ? trail.hasDeadLetters() : mayCover(order))
                    .map(order -> record.storedAt())
                    .filter(since::isBefore)
                    .ifPresent(ordered::add);
            return true;
        });
        return ordered.stream().min(Comparator.naturalOrder());
    }

    private boolean mayCover(ReplayOrder order) {
        return order.mayCover(receipt)
                && webhook.map(its -> order.narrowing().covers(receipt.toString(), its.integration(), its.receivedAt()))
                        .orElse(true);
    }

    /** Looks for what is missing where it is if the wall clock was set back after the webhook was received. */
    private void lookBack(Instant since, CommittedProgress progress) {
        List<String> topics = trail.lacksTraces() ? channels.topics() : missing();
        PassedOver.read(
                reader,
                reader.offsetsAt(reader.ends(topics), since),
                (topic, record) -> {
                    due(topic, record);
                    return true;
                },
                () -> !trail.lacksTraces() && missing().isEmpty());
        // What the channel's offset has not passed may well wait: for that a look at the nearest is enough.
        boolean[] looked = {false};
        PassedOver.read(
                reader,
                reader.offsetsAt(reader.ends(List.of(names.receipts())), since),
                (topic, record) -> {
                    looked[0] = true;
                    settled(record);
                    return true;
                },
                () -> !trail.lacksTraces() && (!trail.lacksReceipts() || looked[0] && !trail.lacksReceipts(progress)));
        if (trail.lacksTraces()) {
            readQuarantine(Instant.EPOCH);
        }
    }

    private List<String> missing() {
        return trail.missingChannels().stream()
                .map(names::channel)
                .filter(channels.topics()::contains)
                .toList();
    }

    private void readDeadLetters(Instant since) {
        read(names.deadLetters(), since, record -> {
            Resolution.of(record).ifPresent(trail::resolved);
            if (mine(record)) {
                channels.delivery(record).ifPresent(id -> trail.deadLetter(new DeadLetterId(record.place()), id));
            }
            return true;
        });
    }

    private void readQuarantine(Instant since) {
        read(names.quarantine(), since, record -> {
            Resolution.of(record).ifPresent(trail::resolved);
            if (isOfWebhook(record) && (Quarantined.setAside(record).isPresent() || mine(record))) {
                quarantined(record);
            }
            return true;
        });
    }

    private void settled(StoredRecord record) {
        if (mine(record)) {
            SettledDelivery.of(record, channels).ifPresent(trail::settled);
        }
    }

    private void quarantined(StoredRecord record) {
        String id = Quarantined.id(record).toString();
        String cause = Quarantined.cause(record);
        Quarantined.setAside(record)
                .ifPresentOrElse(
                        its -> its.stream().filter(this::has).forEach(index -> trail.setAside(index, id, cause)),
                        () -> trail.quarantined(id, cause));
    }

    private void due(List<String> topics, Instant since, Predicate<StoredRecord> goesOn) {
        Map<TopicPartition, Long> ends = reader.ends(topics);
        reader.read(reader.offsetsAt(ends, since), ends, (topic, record) -> {
            due(topic, record);
            return goesOn.test(record);
        });
    }

    private void due(String topic, StoredRecord record) {
        if (mine(record)) {
            channels.learn(topic, DueDelivery.fanOut(record));
            DueDelivery.of(record, channels.channel(topic), channels).ifPresent(trail::due);
        }
    }

    private boolean mine(StoredRecord record) {
        return isOfWebhook(record)
                && record.alert().map(alert -> has(alert.index())).orElse(true);
    }

    private boolean isOfWebhook(StoredRecord record) {
        return record.header(HeaderNames.RECEIPT)
                .filter(receipt.toString()::equals)
                .isPresent();
    }

    /** Whether the alert is told of; counts those for which there is no room. */
    private boolean has(int index) {
        if (!asked.has(index) && asked.index().isEmpty()) {
            trail.leftOut(index);
        }
        return asked.has(index);
    }

    /** Whether the topic may have more: webhooks of a partition are routed in order. */
    private boolean notPast(StoredRecord record) {
        return record.header(HeaderNames.REPLAY).isPresent()
                || record.header(HeaderNames.RECEIPT)
                        .flatMap(ReceiptId::parse)
                        .filter(other -> other.partition() == receipt.partition())
                        .filter(other -> other.offset() > receipt.offset())
                        .isEmpty();
    }

    private void read(String topic, Instant since, Predicate<StoredRecord> visitor) {
        reader.read(topic, reader.offsetsAt(topic, since), reader.ends(topic), visitor);
    }
}
