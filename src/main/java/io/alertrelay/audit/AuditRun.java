package io.alertrelay.audit;

import io.alertrelay.arms.Sender;
import io.alertrelay.audit.Auditor.AcceptedWebhook;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.pipeline.Inspection;
import io.alertrelay.pipeline.Inspector;
import io.alertrelay.reading.AuditProgress;
import io.alertrelay.reading.Beginnings;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.reading.CommittedProgress;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.OrderedBatches;
import io.alertrelay.reading.RecordTimes;
import io.alertrelay.reading.RetainedOffsets;
import io.alertrelay.reading.Scope;
import io.alertrelay.reading.StartException;
import io.alertrelay.reading.TopicRange;
import io.alertrelay.reading.WebhooksBegin;
import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.EndpointRefusals;
import io.alertrelay.record.HandedOver;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.Resolution;
import io.alertrelay.record.SettledDelivery;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.WebhookRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Reads the topics for an audit, in the order that {@link Auditor} requires. To be used once. */
public final class AuditRun {
    /** Different lists of channels of one topic that are remembered; more are parsed each time. */
    private static final int FAN_OUTS = 1_000;

    private final TopicReader reader;
    private final TopicNames names;
    private final ChannelTopics channels;
    private final Inspector inspector;
    private final Scope scope;
    private final int helpers;
    private final AuditProgress progress;
    private final Map<Integer, Long> routed;
    private final Map<Integer, Long> letIn;
    private final Map<String, Map<Integer, Long>> settled;
    private final Map<String, Map<Integer, Long>> ends = new LinkedHashMap<>();
    private Optional<Map<TopicPartition, Long>> begins = Optional.empty();

    /**
     * The audit of a relay.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    public static AuditReport of(Ledger ledger, Scope scope, AuditProgress progress)
            throws StartException, InterruptedException {
        return ledger.asking(offsets -> {
            try (TopicReader reader = TopicReader.bulk(ledger.clients())) {
                return new AuditRun(
                                reader,
                                offsets,
                                ledger.names(),
                                ledger.config().channelNames(),
                                ledger.pipelines().inspector(),
                                scope,
                                ledger.threads() - 1,
                                progress)
                        .run();
            }
        });
    }

    /**
     * Determines the progress of everything; reads no records yet.
     *
     * @param helpers how many threads may read records besides the one that runs it
     */
    public AuditRun(
            TopicReader reader,
            GroupOffsets offsets,
            TopicNames names,
            Collection<String> configured,
            Inspector inspector,
            Scope scope,
            int helpers,
            AuditProgress progress)
            throws ExecutionException, InterruptedException {
        this.reader = reader;
        this.names = names;
        this.channels = new ChannelTopics(names, offsets.topics(names.channels()), configured);
        this.inspector = inspector;
        this.scope = scope;
        this.helpers = helpers;
        this.progress = progress;
        // The order matters: see Auditor.
        routed = offsets.committed(names.routingGroup(), names.webhooks());
        letIn = offsets.committed(names.routingGroup(), names.replayed());
        settled = offsets.committed(channels.topics());
        end(names.receipts());
        channels.topics().forEach(this::end);
        end(names.deadLetters());
        end(names.quarantine());
        end(names.refusals());
        end(names.replayed());
        end(names.webhooks());
    }

    private void end(String topic) {
        ends.put(topic, reader.ends(topic));
    }

    /** How many records it will read. It holds no more deliveries than that, with about 250 bytes each. */
    public long records() {
        Map<TopicPartition, Long> from = begins();
        return ending().entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - from.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    private Map<TopicPartition, Long> ending() {
        Map<TopicPartition, Long> ending = new HashMap<>();
        ends.forEach(
                (topic, of) -> of.forEach((partition, end) -> ending.put(new TopicPartition(topic, partition), end)));
        return ending;
    }

    /** The first offsets that are read; determined once. */
    private Map<TopicPartition, Long> begins() {
        if (begins.isEmpty()) {
            begins = Optional.of(scope.from()
                    .map(time -> Beginnings.of(reader, ending(), time.minus(RecordTimes.CLOCK_MARGIN), time))
                    .orElseGet(() -> reader.starts(ends.keySet())));
        }
        return begins.get();
    }

    /** Reads the records, and audits them. */
    public AuditReport run() {
        AuditRecords records = new AuditRecords(scope, reader.starts(names.webhooks()));
        for (String topic : channels.topics()) {
            Set<String> fanOuts = new HashSet<>();
            read(
                    topic,
                    record -> learn(topic, record, fanOuts),
                    record -> DueDelivery.of(record, channels.channel(topic), channels),
                    due -> due.ifPresent(records::due));
        }
        read(
                names.receipts(),
                record -> SettledDelivery.of(record, channels),
                receipt -> receipt.ifPresent(records::settled));
        read(names.deadLetters(), record -> deadLetter(record, records));
        read(names.quarantine(), record -> quarantined(record, records));
        read(names.refusals(), record -> EndpointRefusals.of(record).ifPresent(records::refused));
        Auditor auditor =
                new Auditor(records, new CommittedProgress(routed, letIn, byChannel(settled::get)), horizons());
        read(names.replayed(), record -> HandedOver.of(record, channels).ifPresent(auditor::handedOver));
        read(names.webhooks(), this::webhook, auditor::webhook);
        return auditor.report();
    }

    /** @param known those that were learned from before: most records of a topic have one of a few */
    private void learn(String topic, StoredRecord record, Set<String> known) {
        String fanOut = record.header(HeaderNames.CHANNELS).orElse("");
        if (!known.contains(fanOut)) {
            channels.learn(topic, DueDelivery.fanOut(record));
            if (known.size() < FAN_OUTS) {
                known.add(fanOut);
            }
        }
    }

    private AcceptedWebhook webhook(StoredRecord record) {
        WebhookRecord webhook = WebhookRecord.of(record);
        OptionalInt alerts = inspector.inspect(webhook.integration(), Sender.ofWord(webhook.source()), webhook.body())
                        instanceof Inspection.Readable readable
                ? OptionalInt.of(readable.alerts())
                : OptionalInt.empty();
        return new AcceptedWebhook(
                webhook.receipt().toString(),
                record.partition(),
                record.offset(),
                record.receivedAt(),
                record.storedAt(),
                alerts);
    }

    private void deadLetter(StoredRecord record, AuditRecords records) {
        if (record.isResolution()) {
            Resolution.of(record).ifPresent(records::resolved);
        } else {
            channels.delivery(record)
                    .ifPresent(id -> records.deadLetter(new DeadLetterId(record.place()).toString(), id));
        }
    }

    /** Bodies that were refused at the endpoint have no receipt in a header: their receipt is their own place. */
    private void quarantined(StoredRecord record, AuditRecords records) {
        if (record.isResolution()) {
            Resolution.of(record).ifPresent(records.quarantine()::resolved);
            return;
        }
        channels.delivery(record).ifPresent(records::deliveryQuarantined);
        Instant receivedAt = record.receivedAt();
        String id = Quarantined.id(record).toString();
        record.header(HeaderNames.RECEIPT)
                .filter(receipt -> ReceiptId.parse(receipt).isPresent())
                .ifPresentOrElse(
                        receipt -> Quarantined.setAside(record)
                                .ifPresentOrElse(
                                        its -> records.quarantine().alerts(id, receipt, its, receivedAt),
                                        () -> records.quarantine().webhook(id, receipt, receivedAt)),
                        () -> records.quarantine().refused(id, receivedAt));
    }

    private <T> void read(String topic, Function<StoredRecord, T> reading, Consumer<T> entry) {
        read(topic, record -> {}, reading, entry);
    }

    /**
     * @param first called with each record, in their order, before it is read
     * @param reading of a record; called by several threads
     * @param entry takes the results, in the order of the records
     */
    private <T> void read(
            String topic, Consumer<StoredRecord> first, Function<StoredRecord, T> reading, Consumer<T> entry) {
        try (OrderedBatches<StoredRecord, List<T>> batches = new OrderedBatches<>(
                helpers, records -> records.stream().map(reading).toList(), entries -> entries.forEach(entry))) {
            read(topic, record -> {
                first.accept(record);
                batches.add(record, record.bytes());
            });
            batches.finish();
        }
    }

    private void read(String topic, Consumer<StoredRecord> entry) {
        Optional<Instant> until =
                scope.to().filter(time -> topic.equals(names.webhooks())).map(time -> time.plus(RecordTimes.MARGIN));
        Map<Integer, Long> from = new HashMap<>();
        begins().forEach((partition, offset) -> {
            if (partition.topic().equals(topic)) {
                from.put(partition.partition(), offset);
            }
        });
        new TopicRange(reader, topic, Optional.empty(), Objects.requireNonNull(ends.get(topic)), until)
                .from(from)
                .read(entry, progress);
    }

    private Horizons horizons() {
        return new Horizons(
                WebhooksBegin.of(reader, names),
                kept(names.receipts()),
                kept(names.deadLetters()),
                kept(names.quarantine()),
                byChannel(this::kept));
    }

    private RetainedOffsets kept(String topic) {
        return RetainedOffsets.of(reader, topic);
    }

    private <T> Map<String, T> byChannel(Function<String, T> ofTopic) {
        return channels.topics().stream().collect(Collectors.toMap(channels::channel, ofTopic));
    }
}
