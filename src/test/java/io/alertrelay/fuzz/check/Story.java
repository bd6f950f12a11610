package io.alertrelay.fuzz.check;

import io.alertrelay.fuzz.history.History;
import io.alertrelay.fuzz.plan.AlertVersion;
import io.alertrelay.fuzz.plan.WebhookBody;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that is known of one alert: what was posted, stored, queued, pushed and settled. */
public final class Story {
    private Story() {}

    /** In lines: what has a time by it, then the receipts in the order of their topic. */
    public static List<String> of(String alertKey, History history) {
        Map<Boolean, List<AlertVersion>> versions = history.sent().stream()
                .flatMap(sent -> sent.post().alerts().stream())
                .distinct()
                .collect(Collectors.partitioningBy(v -> v.alertKey().equals(alertKey)));
        Set<String> tags = versions.get(true).stream().map(AlertVersion::tag).collect(Collectors.toSet());
        List<Line> lines = new ArrayList<>();
        history.sent()
                .forEach(sent -> sent.post().alerts().stream()
                        .filter(version -> tags.contains(version.tag()))
                        .forEach(version -> lines.add(new Line(
                                sent.at(), "posted   " + version + " -> " + sent.outcome() + " " + sent.detail()))));
        history.webhooks().stream()
                .filter(webhook -> tags.stream().anyMatch(tag -> webhook.body().contains("#" + tag + "#")))
                .forEach(webhook ->
                        lines.add(new Line(Instant.ofEpochMilli(webhook.at()), "stored   " + webhook.receipt())));
        Stream.concat(history.queued().stream(), history.replayed().queued().stream())
                .filter(record -> record.alertKey().equals(alertKey))
                .forEach(record -> lines.add(new Line(
                        Instant.ofEpochMilli(record.at()),
                        "queued   " + WebhookBody.tag(record.body()) + " " + record.id() + " @" + record.offset()
                                + " rules=" + record.headers().get("rules"))));
        Stream.concat(history.pushes().stream(), history.replayed().pushes().stream())
                .filter(push -> tags.contains(WebhookBody.tag(push.body())))
                .forEach(push -> lines.add(new Line(
                        push.at(),
                        "pushed   " + WebhookBody.tag(push.body()) + " to " + push.channel() + " #" + push.sequence()
                                + " " + push.handling() + " "
                                + push.status().map(String::valueOf).orElse("no answer")
                                + push.fault().map(f -> " " + f).orElse(""))));
        history.lives().forEach(life -> {
            lines.add(new Line(Instant.ofEpochMilli(life.from()), "--- " + life.relay() + " started"));
            if (life.to() != Long.MAX_VALUE) {
                lines.add(new Line(Instant.ofEpochMilli(life.to()), "--- " + life.relay() + " ended"));
            }
        });
        List<String> story = new ArrayList<>(
                lines.stream().sorted().map(line -> line.at + " " + line.text).toList());
        Set<String> ids = Stream.concat(history.queued().stream(), history.replayed().queued().stream())
                .filter(record -> record.alertKey().equals(alertKey))
                .map(record -> record.id())
                .collect(Collectors.toSet());
        Stream.concat(history.settled().stream(), history.replayed().settled().stream())
                .filter(settled -> ids.stream().anyMatch(settled.id()::startsWith))
                .forEach(settled -> story.add("receipt  " + settled));
        return story;
    }

    private record Line(Instant at, String text) implements Comparable<Line> {
        @Override
        public int compareTo(Line other) {
            return at.compareTo(other.at);
        }
    }
}
