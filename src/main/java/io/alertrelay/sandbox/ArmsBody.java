package io.alertrelay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The body of an ARMS webhook, as Flashduty's ARMS integration expects it. How that integration maps severities is not
 * public, so the states stay {@code firing} and {@code resolved} here.
 */
final class ArmsBody implements BodyFormat {
    private static final Set<String> STATUSES = Set.of("firing", "resolved");

    @Override
    public PushedBody read(JsonNode root) {
        JsonNode alerts = root.path("alerts");
        if (!alerts.isArray() || alerts.isEmpty()) {
            String found = alerts.isArray() ? "an empty array" : FieldChecks.kind(alerts);
            return PushedBody.unreadable("alerts: found " + found + ", expected an array of one or more alerts");
        }
        List<PushedEvent> events = StreamSupport.stream(alerts.spliterator(), false)
                .map(ArmsBody::event)
                .toList();
        Optional<String> problem = IntStream.range(0, alerts.size())
                .mapToObj(i -> problem("alerts[" + i + "]", alerts.path(i)))
                .flatMap(Optional::stream)
                .findFirst();
        return new PushedBody(events, problem);
    }

    private static PushedEvent event(JsonNode alert) {
        return new PushedEvent(
                FieldChecks.text(alert.path("status")),
                FieldChecks.text(alert.path("fingerprint")).or(() -> Optional.of(identity(alert.path("labels")))),
                FieldChecks.text(alert.path("labels").path("alertname")).orElse(""),
                FieldChecks.text(alert.path("annotations").path("message")).orElse(""));
    }

    /** The same label set is the same alert, in whatever order it is written. */
    private static String identity(JsonNode labels) {
        Map<String, String> sorted = new TreeMap<>();
        labels.properties()
                .forEach(label -> sorted.put(label.getKey(), label.getValue().toString()));
        return Sha256.hex(sorted.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> problem(String path, JsonNode alert) {
        if (!alert.isObject()) {
            return FieldChecks.problem(path, FieldChecks.kind(alert), "an object");
        }
        return Stream.of(
                        status(path + ".status", alert.path("status")),
                        texts(path + ".labels", alert.path("labels")),
                        texts(path + ".annotations", alert.path("annotations")),
                        FieldChecks.optionalText(path + ".fingerprint", alert.path("fingerprint")))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> status(String path, JsonNode value) {
        Optional<String> notText = FieldChecks.requiredText(path, value);
        return notText.isPresent() || STATUSES.contains(value.textValue())
                ? notText
                : FieldChecks.problem(path, FieldChecks.quoted(value.textValue()), "firing or resolved");
    }

    private static Optional<String> texts(String path, JsonNode map) {
        if (!map.isObject()) {
            return FieldChecks.absent(map)
                    ? Optional.empty()
                    : FieldChecks.problem(path, FieldChecks.kind(map), "an object");
        }
        return map.properties().stream()
                .filter(entry -> !entry.getValue().isTextual())
                .findFirst()
                .flatMap(entry -> FieldChecks.problem(
                        path + "." + Text.oneLine(entry.getKey()), FieldChecks.kind(entry.getValue()), "text"));
    }
}
