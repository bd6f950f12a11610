package io.alertrelay.replay;

import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.pipeline.Rerouter;
import io.alertrelay.record.DeadLetter;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.ReplayedEvent;
import io.alertrelay.record.ReplayedRecord;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.WebhookRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Makes the events that a replay sends: of webhooks again, of dead letters as they were. For one thread. */
final class ReplayEvents implements AutoCloseable {
    private final TopicReader reader;
    private final TopicNames names;
    private final Rerouter rerouter;
    private final ToIntFunction<String> partition;
    private final ReplayOrder order;

    /** @param partition the current partition of an integration */
    ReplayEvents(
            KafkaClients clients,
            TopicNames names,
            Rerouter rerouter,
            ToIntFunction<String> partition,
            ReplayOrder order) {
        this.partition = partition;
        this.reader = new TopicReader(clients);
        this.names = names;
        this.rerouter = rerouter;
        this.order = order;
    }

    /**
     * Events, in the order of their picks.
     *
     * @param notRemade how many there are not because their webhook can't be read, or is read otherwise by now; of
     *     others that there are not, the record is deleted
     */
    record Made(List<ReplayedRecord> items, int notRemade) {}

    /**
     * The events of the picks.
     *
     * @param checked by partition of webhooks
     */
    Made of(String channel, List<PlannedEvent> picks, Map<Integer, Long> checked) {
        Set<PlannedEvent> notRemade = new HashSet<>();
        Map<PlannedEvent, ReplayedRecord> items = new HashMap<>();
        Map<Place, List<PlannedEvent>> webhooks = new HashMap<>();
        Map<Place, List<PlannedEvent>> deadLetters = new HashMap<>();
        for (PlannedEvent pick : picks) {
            pick.deadLetter()
                    .ifPresentOrElse(
                            letter -> add(deadLetters, letter, pick),
                            () -> add(webhooks, pick.alert().webhook().place(), pick));
        }
        read(names.webhooks(), webhooks, (wanted, record) -> {
            List<PlannedEvent> its = ofThat(record, wanted);
            Map<PlannedEvent, ReplayedRecord> made = ofWebhook(channel, its, record, checked);
            items.putAll(made);
            its.stream().filter(pick -> !made.containsKey(pick)).forEach(notRemade::add);
        });
        read(
                names.deadLetters(),
                deadLetters,
                (wanted, record) -> wanted.forEach(
                        pick -> ofLetter(channel, pick, record, checked).ifPresent(item -> items.put(pick, item))));
        return new Made(picks.stream().map(items::get).filter(Objects::nonNull).toList(), notRemade.size());
    }

    /** Where the topic was recreated another webhook may be at that place. */
    private static List<PlannedEvent> ofThat(StoredRecord record, List<PlannedEvent> picks) {
        ReceiptId receipt = WebhookRecord.of(record).receipt();
        return picks.stream()
                .filter(pick -> pick.alert().webhook().equals(receipt))
                .toList();
    }

    private static void add(Map<Place, List<PlannedEvent>> places, Place place, PlannedEvent pick) {
        places.computeIfAbsent(place, p -> new ArrayList<>()).add(pick);
    }

    private Map<PlannedEvent, ReplayedRecord> ofWebhook(
            String channel, List<PlannedEvent> picks, StoredRecord record, Map<Integer, Long> checked) {
        WebhookRecord webhook = WebhookRecord.of(record);
        Map<PlannedEvent, ReplayedRecord> items = new HashMap<>();
        try {
            Set<Integer> indexes =
                    picks.stream().map(pick -> pick.alert().index()).collect(Collectors.toSet());
            Map<Integer, Rerouter.Remade> remade = rerouter.remake(webhook, indexes, channel);
            for (PlannedEvent pick : picks) {
                Optional.ofNullable(remade.get(pick.alert().index()))
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

    private Optional<ReplayedRecord> ofLetter(
            String channel, PlannedEvent pick, StoredRecord record, Map<Integer, Long> checked) {
        return DeadLetter.of(record)
                .filter(letter -> record.alert().equals(Optional.of(pick.alert())))
                .map(letter -> item(
                        channel,
                        pick,
                        letter.text("integration"),
                        record.receivedAt(),
                        Optional.empty(),
                        checked,
                        letter.event()));
    }

    private ReplayedRecord item(
            String channel,
            PlannedEvent pick,
            String integration,
            Instant receivedAt,
            Optional<String> startsAt,
            Map<Integer, Long> checked,
            byte[] body) {
        int home = partition.applyAsInt(integration);
        ReplayedEvent event = new ReplayedEvent(
                pick.alert(),
                pick.key(),
                pick.status(),
                pick.severity(),
                channel,
                pick.rules(),
                pick.why(),
                checked.getOrDefault(home, 0L));
        return new ReplayedRecord(
                order.id(),
                event,
                integration,
                home,
                receivedAt,
                startsAt,
                pick.channels(),
                order.bounds().journalId(),
                body);
    }

    private void read(
            String topic, Map<Place, List<PlannedEvent>> places, BiConsumer<List<PlannedEvent>, StoredRecord> each) {
        SingleRecords.read(
                reader,
                topic,
                places.keySet(),
                record -> each.accept(places.getOrDefault(record.place(), List.of()), record));
    }

    @Override
    public void close() {
        reader.close();
    }
}
