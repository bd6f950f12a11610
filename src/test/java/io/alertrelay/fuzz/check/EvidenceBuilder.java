package io.alertrelay.fuzz.check;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.alertrelay.fuzz.history.History;
import io.alertrelay.fuzz.history.SeenDeadLetter;
import io.alertrelay.fuzz.history.SeenEvent;
import io.alertrelay.fuzz.history.SeenPush;
import io.alertrelay.fuzz.history.SeenWebhook;
import io.alertrelay.fuzz.history.Settled;
import io.alertrelay.fuzz.plan.AlertVersion;
import io.alertrelay.fuzz.plan.WebhookBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a history together. It believes the tags and the bytes, and nothing that the relay says of itself. */
final class EvidenceBuilder {
    private static final String STRANGERS = "nothing-invented";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    private final History history;
    private final Map<String, AlertVersion> posted;
    private final List<Violation> strangers = new ArrayList<>();
    private final Map<ChannelBody, List<SeenPush>> pushes;
    private final Map<String, List<Settled>> settled;
    private final Map<String, List<SeenDeadLetter>> deadLetters;

    private record ChannelBody(String channel, String body) {}

    private record ChannelAlert(String channel, String alertKey) {}

    EvidenceBuilder(History history) {
        this.history = history;
        this.posted = history.sent().stream()
                .flatMap(sent -> sent.post().alerts().stream())
                .collect(toMap(AlertVersion::tag, version -> version, (one, same) -> one));
        this.pushes = history.pushes().stream().collect(groupingBy(p -> new ChannelBody(p.channel(), p.body())));
        this.settled = history.settled().stream().collect(groupingBy(Settled::id));
        this.deadLetters = history.deadLetters().stream().collect(groupingBy(SeenDeadLetter::id));
    }

    Evidence build() {
        List<StoredAlert> events = history.webhooks().stream()
                .flatMap(webhook -> events(webhook).stream())
                .sorted()
                .toList();
        Map<String, DueOnce> deliveries = deliveries(events);
        Map<String, List<StoredAlert>> byAlert =
                events.stream().collect(groupingBy(e -> e.version().alertKey(), LinkedHashMap::new, toList()));
        lookForStrangers(events, deliveries);
        Map<String, List<DueOnce>> byEvent =
                deliveries.values().stream().collect(groupingBy(d -> d.event().id()));
        return new Evidence(history, events, byAlert, deliveries, byEvent, tracks(deliveries), List.copyOf(strangers));
    }

    private List<StoredAlert> events(SeenWebhook webhook) {
        List<StoredAlert> events = new ArrayList<>();
        JsonNode alerts = json(webhook.body()).path("alerts");
        for (int i = 0; i < alerts.size(); i++) {
            if (WebhookBody.bad(alerts.path(i).toString())) {
                continue;
            }
            String tag = WebhookBody.tag(alerts.path(i).toString());
            int index = i;
            Optional.ofNullable(posted.get(tag))
                    .ifPresentOrElse(
                            version -> events.add(new StoredAlert(webhook, index, version)),
                            () -> stranger(
                                    "",
                                    "webhook " + webhook.receipt() + " alert " + index + " was never posted: "
                                            + alerts.path(index)));
        }
        return events;
    }

    private Map<String, DueOnce> deliveries(List<StoredAlert> events) {
        Map<String, StoredAlert> byId = events.stream().collect(toMap(StoredAlert::id, event -> event));
        Map<String, List<SeenEvent>> records = new LinkedHashMap<>();
        for (SeenEvent record : history.queued()) {
            StoredAlert event = byId.get(record.receipt() + "/" + record.index());
            if (event == null) {
                stranger(
                        record.alertKey(),
                        "record " + record.channel() + "@" + record.offset() + " belongs to no stored webhook: "
                                + record.id());
            } else if (!event.version().tag().equals(WebhookBody.tag(record.body()))
                    || !event.version().alertKey().equals(record.alertKey())) {
                stranger(
                        record.alertKey(),
                        "record " + record.channel() + "@" + record.offset() + " should tell of " + event.version()
                                + ", and says " + record.body());
            } else {
                records.computeIfAbsent(record.id(), id -> new ArrayList<>()).add(record);
            }
        }
        Map<String, DueOnce> deliveries = new LinkedHashMap<>();
        records.forEach((id, all) -> deliveries.put(id, delivery(id, all, byId)));
        return deliveries;
    }

    private DueOnce delivery(String id, List<SeenEvent> records, Map<String, StoredAlert> byId) {
        SeenEvent first = records.get(0);
        return new DueOnce(
                byId.get(first.receipt() + "/" + first.index()),
                first.channel(),
                List.copyOf(records),
                settled.getOrDefault(id, List.of()),
                deadLetters.getOrDefault(id, List.of()),
                pushes.getOrDefault(new ChannelBody(first.channel(), first.body()), List.of()));
    }

    private List<Track> tracks(Map<String, DueOnce> deliveries) {
        Map<ChannelAlert, List<DueOnce>> byAlert = deliveries.values().stream()
                .collect(groupingBy(
                        d -> new ChannelAlert(d.channel(), d.version().alertKey()), toList()));
        Map<ChannelAlert, List<SeenPush>> pushesByAlert = new HashMap<>();
        history.pushes()
                .forEach(push -> Optional.ofNullable(posted.get(WebhookBody.tag(push.body())))
                        .ifPresent(version -> pushesByAlert
                                .computeIfAbsent(
                                        new ChannelAlert(push.channel(), version.alertKey()), k -> new ArrayList<>())
                                .add(push)));
        List<Track> tracks = new ArrayList<>();
        byAlert.forEach((alert, all) -> tracks.add(new Track(
                alert.channel,
                alert.alertKey,
                all.stream().sorted((a, b) -> a.event().compareTo(b.event())).toList(),
                pushesByAlert.getOrDefault(alert, List.of()))));
        return tracks;
    }

    private void lookForStrangers(List<StoredAlert> events, Map<String, DueOnce> deliveries) {
        var due = deliveries.values().stream()
                .flatMap(d -> d.records().stream())
                .map(record -> new ChannelBody(record.channel(), record.body()))
                .collect(toSet());
        Map<String, StoredAlert> byTag = new HashMap<>();
        events.forEach(event -> byTag.putIfAbsent(event.version().tag(), event));
        history.pushes().stream()
                .filter(push -> !due.contains(new ChannelBody(push.channel(), push.body())))
                .filter(push -> !mayHaveBeenLost(push, byTag))
                .forEach(push -> stranger(
                        Optional.ofNullable(posted.get(WebhookBody.tag(push.body())))
                                .map(AlertVersion::alertKey)
                                .orElse(""),
                        push.channel() + " received what is not in its topic: push " + push.sequence() + " "
                                + push.body()));
    }

    /** Between the last look at its channel's topic and the end of that. */
    private boolean mayHaveBeenLost(SeenPush push, Map<String, StoredAlert> byTag) {
        return Optional.ofNullable(byTag.get(WebhookBody.tag(push.body())))
                .flatMap(event -> history.lossOf(push.channel(), event.webhook().at()))
                .isPresent();
    }

    private void stranger(String alertKey, String what) {
        strangers.add(new Violation(STRANGERS, alertKey, what));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
