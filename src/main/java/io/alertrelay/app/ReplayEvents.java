package io.alertrelay.app;

import io.alertrelay.alert.Alert;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.StoredRecord;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.pipeline.Rerouter;
import io.alertrelay.pipeline.StoredWebhook;
import io.alertrelay.replay.FeedItem;
import io.alertrelay.replay.Pick;
import io.alertrelay.replay.RecordPlace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Makes the events that a replay sends: of webhooks anew, of dead letters as they were. For one thread. */
final class ReplayEvents implements AutoCloseable {
    /** Records that are wanted and stand no further apart are read in one go. */
    private static final long NEAR = 1_000;

    private final TopicReader reader;
    private final TopicNames names;
    private final Rerouter rerouter;
    private final String replay;

    ReplayEvents(KafkaClients clients, TopicNames names, Rerouter rerouter, String replay) {
        this.reader = new TopicReader(clients);
        this.names = names;
        this.rerouter = rerouter;
        this.replay = replay;
    }

    /**
     * The events of the picks, in their order; a pick whose record is no longer there, or says something else by now, has
     * none.
     *
     * @param checked by partition of webhooks
     */
    List<FeedItem> of(String channel, List<Pick> picks, Map<Integer, Long> checked) {
        Map<Pick, FeedItem> items = new HashMap<>();
        Map<RecordPlace, List<Pick>> webhooks = new HashMap<>();
        Map<RecordPlace, List<Pick>> deadLetters = new HashMap<>();
        for (Pick pick : picks) {
            pick.deadLetter()
                    .ifPresentOrElse(
                            letter -> add(deadLetters, letter, pick), () -> add(webhooks, placeOf(pick), pick));
        }
        read(
                names.webhooks(),
                webhooks,
                (pick, record) -> ofWebhook(channel, pick, record, until(pick, checked))
                        .ifPresent(item -> items.put(pick, item)));
        read(
                names.deadLetters(),
                deadLetters,
                (pick, record) ->
                        ofLetter(channel, pick, record, until(pick, checked)).ifPresent(item -> items.put(pick, item)));
        return picks.stream().map(items::get).filter(Objects::nonNull).toList();
    }

    private static void add(Map<RecordPlace, List<Pick>> places, RecordPlace place, Pick pick) {
        places.computeIfAbsent(place, p -> new ArrayList<>()).add(pick);
    }

    private static RecordPlace placeOf(Pick pick) {
        return new RecordPlace(pick.source().partition(), pick.source().offset());
    }

    private static long until(Pick pick, Map<Integer, Long> checked) {
        return checked.getOrDefault(pick.source().partition(), 0L);
    }

    private Optional<FeedItem> ofWebhook(String channel, Pick pick, StoredRecord record, long checked) {
        StoredWebhook webhook = JournalScan.webhook(record);
        int index = pick.source().index();
        try {
            Alert alert = rerouter.read(webhook).get(index);
            if (alert == null || !alert.key().equals(pick.key())) {
                return Optional.empty();
            }
            Optional<String> startsAt = alert.startsAt();
            return rerouter.event(webhook, index, channel)
                    .map(event ->
                            item(channel, pick, webhook.integration(), webhook.receivedAt(), startsAt, checked, event));
        } catch (UnreadableWebhookException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private Optional<FeedItem> ofLetter(String channel, Pick pick, StoredRecord record, long checked) {
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
            Pick pick,
            String integration,
            Instant receivedAt,
            Optional<String> startsAt,
            long checked,
            byte[] event) {
        return new FeedItem(
                replay,
                channel,
                pick.source(),
                pick.receipt(),
                integration,
                receivedAt,
                pick.key(),
                pick.status().word(),
                pick.severity().word(),
                startsAt,
                pick.rules(),
                pick.why(),
                pick.channels(),
                checked,
                event);
    }

    /** Tells of each pick its record, one record at a time: hundreds of webhooks of a mebibyte are too many to hold. */
    private void read(String topic, Map<RecordPlace, List<Pick>> places, BiConsumer<Pick, StoredRecord> each) {
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
                                places.getOrDefault(new RecordPlace(partition, record.offset()), List.of())
                                        .forEach(pick -> each.accept(pick, record));
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
