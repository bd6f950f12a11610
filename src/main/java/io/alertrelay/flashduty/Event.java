package io.alertrelay.flashduty;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A standard alert event of Flashduty's push API. The constructor enforces the limits of the API.
 *
 * @param alertKey the identity of the alert: 1 to 255 characters
 * @param eventStatus {@code Critical}, {@code Warning}, {@code Info} or {@code Ok}
 * @param title 1 to 512 characters; sent as {@code title_rule}
 * @param description up to 2048 characters; empty if there is none, and then not sent
 * @param labels at most 50, values up to 2048 characters
 */
public record Event(
        String alertKey, String eventStatus, String title, String description, SortedMap<String, String> labels) {

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    private static final List<String> STATUSES = List.of("Critical", "Warning", "Info", "Ok");

    /** @throws IllegalArgumentException if a limit is broken */
    public Event {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        check("alert_key", alertKey, 1, Limits.ALERT_KEY);
        if (!STATUSES.contains(eventStatus)) {
            throw new IllegalArgumentException(
                    "event_status: expected one of %s, found %s".formatted(STATUSES, eventStatus));
        }
        check("title_rule", title, 1, Limits.TITLE);
        check("description", description, 0, Limits.DESCRIPTION);
        if (labels.size() > Limits.LABELS) {
            throw new IllegalArgumentException(
                    "labels: expected at most %d, found %d".formatted(Limits.LABELS, labels.size()));
        }
        labels.forEach((name, value) -> {
            check("the name of a label", name, 1, Limits.LABEL_NAME);
            if (!isWithin(value, 1, Limits.LABEL_VALUE)) {
                check("labels." + name, value, 1, Limits.LABEL_VALUE);
            }
        });
    }

    /**
     * The body of the request: UTF-8 JSON, fields in a fixed order, labels by name. The same event gives the same
     * bytes, so that Flashduty can discard a repeated one.
     */
    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("event_status", eventStatus);
            json.writeStringField("alert_key", alertKey);
            json.writeStringField("title_rule", title);
            if (!description.isEmpty()) {
                json.writeStringField("description", description);
            }
            json.writeObjectFieldStart("labels");
            for (Map.Entry<String, String> label : labels.entrySet()) {
                json.writeStringField(label.getKey(), label.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void check(String field, String text, int least, int most) {
        if (!isWithin(text, least, most)) {
            throw new IllegalArgumentException(
                    "%s: expected %d to %d characters, found %d".formatted(field, least, most, text.length()));
        }
    }

    private static boolean isWithin(String text, int least, int most) {
        return text.length() >= least && text.length() <= most;
    }
}
