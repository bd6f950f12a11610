package io.alertrelay.fuzz.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.fuzz.plan.GarbageKind;
import io.alertrelay.fuzz.plan.Names;
import io.alertrelay.kafka.TopicNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Sorts the records of the relay's topics by what they are. */
public final class RecordReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TopicNames TOPICS = new TopicNames("alert-relay.");

    private final WallClock clock;
    private final List<SeenWebhook> webhooks = new ArrayList<>();
    private final List<SeenEvent> queued = new ArrayList<>();
    private final List<Settled> settled = new ArrayList<>();
    private final List<ReplayRecord> replays = new ArrayList<>();
    private final List<SeenDeadLetter> deadLetters = new ArrayList<>();
    private final List<String> quarantined = new ArrayList<>();
    private final Map<String, String> channels = new HashMap<>();

    /**
     * @param lost what stood in topics that were deleted
     * @param records what stands in those that are there
     * @param clock by which the relays dated them
     */
    public RecordReader(
            List<ConsumerRecord<String, byte[]>> lost, List<ConsumerRecord<String, byte[]>> records, WallClock clock) {
        this.clock = clock;
        Names.all().forEach(channel -> channels.put(TOPICS.channel(channel), channel));
        lost.forEach(record -> read(record, true));
        records.forEach(record -> read(record, false));
    }

    public List<SeenWebhook> webhooks() {
        return webhooks;
    }

    public List<SeenEvent> queued() {
        return queued;
    }

    public List<ReplayRecord> replays() {
        return replays;
    }

    public List<Settled> settled() {
        return settled;
    }

    public List<SeenDeadLetter> deadLetters() {
        return deadLetters;
    }

    public List<String> quarantined() {
        return quarantined;
    }

    private void read(ConsumerRecord<String, byte[]> record, boolean lost) {
        if (record.headers().lastHeader(GarbageKind.MARK) != null) {
            return;
        }
        String text = Witness.text(record.value());
        Map<String, String> headers = new HashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), Witness.text(header.value())));
        if (record.topic().equals(TOPICS.webhooks())) {
            webhooks.add(new SeenWebhook(
                    record.partition(),
                    record.offset(),
                    clock.trueMillis(record.timestamp()),
                    "w" + record.partition() + "-" + record.offset() + "-" + headers.get("nonce"),
                    headers.getOrDefault("integration", ""),
                    text));
        } else if (channels.containsKey(record.topic())) {
            queued.add(new SeenEvent(
                    channels.get(record.topic()),
                    record.offset(),
                    clock.trueMillis(record.timestamp()),
                    record.key(),
                    text,
                    headers,
                    lost));
        } else if (record.topic().equals(TOPICS.replays())) {
            JsonNode replay = json(text);
            Map<Integer, Long> to = new HashMap<>();
            replay.at("/bounds/to")
                    .properties()
                    .forEach(end ->
                            to.put(Integer.valueOf(end.getKey()), end.getValue().asLong()));
            replays.add(new ReplayRecord(
                    record.key(),
                    replay.path("state").asText(),
                    replay.path("message").asText(),
                    to));
        } else if (record.topic().equals(TOPICS.receipts())) {
            JsonNode receipt = json(text);
            settled.add(new Settled(
                    record.offset(),
                    record.key(),
                    receipt.path("outcome").asText(),
                    receipt.path("reason").asText(),
                    receipt.path("superseded_by").asText(),
                    receipt.path("unanswered").asInt(),
                    receipt.path("relay").asText() + "/"
                            + receipt.path("assignment").asText()));
        } else if (record.topic().equals(TOPICS.deadLetters())) {
            JsonNode letter = json(text);
            deadLetters.add(new SeenDeadLetter(
                    letter.path("receipt").asText() + "/" + letter.path("index").asInt() + "/"
                            + letter.path("channel").asText(),
                    letter.path("reason").asText(),
                    letter.path("event").asText()));
        } else if (record.topic().equals(TOPICS.quarantine())) {
            quarantined.add(text);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
