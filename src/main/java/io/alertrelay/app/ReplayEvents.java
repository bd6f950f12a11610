package io.alertrelay.app;

import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.StoredRecord;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.pipeline.Rerouter;
import io.alertrelay.pipeline.StoredWebhook;
import io.alertrelay.records.LedgerReading;
import io.alertrelay.replay.FeedItem;
import io.alertrelay.replay.PlannedEvent;
import io.alertrelay.replay.RecordPlace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Makes the events that a replay sends: of webhooks anew, of dead letters as they were. For one thread. */
final class ReplayEvents implements AutoCloseable {
    /** Records that are wanted and stand no further apart are read in one go. */
    private static final long NEAR = 1_000;

    private final TopicReader reader;
    private final TopicNames names;
    private final Rerouter rerouter;
    private final ToIntFunction<String> partition;
    private final String replay;

    /** @param partition that an integration has now */
    ReplayEvents(
            KafkaClients clients, TopicNames names, Rerouter rerouter, ToIntFunction<String> partition, String replay) {
        this.partition = partition;
        this.reader = new TopicReader(clients);
        this.names = names;
        this.rerouter = rerouter;
        this.replay = replay;
    }

    /**
     * The events of the picks, in their order; a pick whose record is no longer there, or says something else by now,
     * has none.
     *
     * @param checked by partition of webhooks
     */
    List<FeedItem> of(String channel, List<PlannedEvent> picks, Map<Integer, Long> checked) {
        Map<PlannedEvent, FeedItem> items = new HashMap<>();
        Map<RecordPlace, List<PlannedEvent>> webhooks = new HashMap<>();
        Map<RecordPlace, List<PlannedEvent>> deadLetters = new HashMap<>();
        for (PlannedEvent pick : picks) {
            pick.deadLetter()
                    .ifPresentOrElse(
                            letter -> add(deadLetters, letter, pick), () -> add(webhooks, placeOf(pick), pick));
        }
        read(names.webhooks(), webhooks, (wanted, record) -> items.putAll(ofWebhook(channel, wanted, record, checked)));
        read(
                names.deadLetters(),
                deadLetters,
                (wanted, record) -> wanted.forEach(
                        pick -> ofLetter(channel, pick, record, checked).ifPresent(item -> items.put(pick, item))));
        return picks.stream().map(items::get).filter(Objects::nonNull).toList();
    }

    private static void add(Map<RecordPlace, List<PlannedEvent>> places, RecordPlace place, PlannedEvent pick) {
        places.computeIfAbsent(place, p -> new ArrayList<>()).add(pick);
    }

    private static RecordPlace placeOf(PlannedEvent pick) {
        return new RecordPlace(pick.source().partition(), pick.source().offset());
    }

    private Map<PlannedEvent, FeedItem> ofWebhook(
            String channel, List<PlannedEvent> picks, StoredRecord record, Map<Integer, Long> checked) {
        StoredWebhook webhook = JournalScan.webhook(record);
        Map<PlannedEvent, FeedItem> items = new HashMap<>();
        try {
            Set<Integer> indexes =
                    picks.stream().map(pick -> pick.source().index()).collect(Collectors.toSet());
            Map<Integer, Rerouter.Remade> remade = rerouter.remake(webhook, indexes, channel);
            for (PlannedEvent pick : picks) {
                Optional.ofNullable(remade.get(pick.source().index()))
                        .filter(made -> made.alert().key().equals(pick.key()))
                        .ifPresent(made -> items.put(
                                pick,
                                item(
                                        channel,
                                        pick,
                                        webhook.integration(),
                                        webhook.receivedAt(),
                                        made.alert().startsAt(),
                                        checked,
                                        made.event())));
            }
        } catch (UnreadableWebhookException | RuntimeException e) {
            return Map.of();
        }
        return items;
    }

    private Optional<FeedItem> ofLetter(
            String channel, PlannedEvent pick, StoredRecord record, Map<Integer, Long> checked) {
        return RedriveReading.event(record)
                .map(event -> item(
                        channel,
                        pick,
                        RedriveReading.integration(record),
                        LedgerReading.receivedAt(record),
                        Optional.empty(),
                        checked,
                        event));
    }

    private FeedItem item(
            String channel,
            PlannedEvent pick,
            String integration,
            Instant receivedAt,
            Optional<String> startsAt,
            Map<Integer, Long> checked,
            byte[] event) {
        int home = partition.applyAsInt(integration);
        return new FeedItem(
                replay,
                channel,
                pick.source(),
                pick.receipt(),
                integration,
                home,
                receivedAt,
                pick.key(),
                pick.status().word(),
                pick.severity().word(),
                startsAt,
                pick.rules(),
                pick.why(),
                pick.channels(),
                checked.getOrDefault(home, 0L),
                event);
    }

    /**
     * Gives the picks of each record, one record at a time: hundreds of webhooks of a mebibyte are too many to hold.
     */
    private void read(
            String topic,
            Map<RecordPlace, List<PlannedEvent>> places,
            BiConsumer<List<PlannedEvent>, StoredRecord> each) {
        Map<Integer, List<Long>> wanted = new TreeMap<>();
        places.keySet().stream()
                .sorted()
                .forEach(place -> wanted.computeIfAbsent(place.partition(), p -> new ArrayList<>())
                        .add(place.offset()));
        Map<Integer, Long> starts = wanted.isEmpty() ? Map.of() : reader.starts(topic);
        wanted.forEach((partition, offsets) -> {
            offsets.removeIf(offset -> offset < starts.getOrDefault(partition, Long.MAX_VALUE));
            int begin = 0;
            for (int i = 1; i <= offsets.size(); i++) {
                if (i == offsets.size() || offsets.get(i) - offsets.get(i - 1) > NEAR) {
                    reader.read(
                            topic,
                            Map.of(partition, offsets.get(begin)),
                            Map.of(partition, offsets.get(i - 1) + 1),
                            record -> {
                                Optional.ofNullable(places.get(new RecordPlace(partition, record.offset())))
                                        .ifPresent(picks -> each.accept(picks, record));
                                return true;
                            });
                    begin = i;
                }
            }
        });
    }

    @Override
    public void close() {
        reader.close();
    }
}
