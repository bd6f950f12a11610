package io.alertrelay.arms;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.arms.UnreadableWebhookException.Cause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Converts a body from ARMS' preset notification template, which is meant for people, to one that {@link WebhookReader}
 * reads. It uses what the body says and adds nothing: a label for each field that the template fills from a label, the
 * rest as annotations. That template has no severity, so the result has none; its times have no zone, so {@code
 * startsAt} is absent.
 *
 * <p>Nor does it say whether the alert fires or is resolved, unless it states the time of the recovery; the caller must
 * say.
 */
public final class PresetReader {
    private static final String NOT_FILLED_IN = "{{";

    private final JsonFactory factory = new JsonFactory();
    private final Optional<AlertStatus> stated;

    /** @param stated the status of alerts whose body does not state it; empty if unknown */
    public PresetReader(Optional<AlertStatus> stated) {
        this.stated = stated;
    }

    /**
     * A body of the contract's shape.
     *
     * @param body in the shape of the preset template
     * @throws UnreadableWebhookException if it lacks something, with what was found and what is missing
     */
    public Conversion read(byte[] body) throws UnreadableWebhookException {
        Map<PresetField, String> fields = PresetText.fields(BodyText.decode(body));
        if (!fields.containsKey(PresetField.NAME)) {
            throw unreadable("expected the field %s with a value, found %s"
                    .formatted(
                            PresetField.NAME.word(),
                            fields.isEmpty() ? "no field of ARMS' preset template" : words(fields) + " only"));
        }
        for (PresetField field : List.of(PresetField.NAME, PresetField.CLUSTER, PresetField.APPLICATION)) {
            if (fields.getOrDefault(field, "").contains(NOT_FILLED_IN)) {
                throw unreadable("%s: expected a name, found a part of the template that was not filled in"
                        .formatted(field.word()));
            }
        }
        AlertStatus status = status(fields);
        List<String> notes = new ArrayList<>();
        notes.add("the body states no severity: the integration's default_severity is used");
        if (!fields.containsKey(PresetField.RESOLVED_AT)) {
            notes.add("the body states no status: " + status.word() + " is used, as was said");
        }
        notes.add(
                "its alert_key is made of the names in the body: what ARMS sends of the same alert by the right template"
                        + " has another one, and will not close it");
        return new Conversion(write(fields, status), notes);
    }

    private AlertStatus status(Map<PresetField, String> fields) throws UnreadableWebhookException {
        if (!fields.containsKey(PresetField.RESOLVED_AT)) {
            return stated.orElseThrow(
                    () -> unreadable(("the status is missing: expected %s, or --status to say whether it"
                                    + " is firing or resolved; found %s, which a firing and a recovery may both have")
                            .formatted(PresetField.RESOLVED_AT.word(), words(fields))));
        }
        if (stated.orElse(AlertStatus.RESOLVED) == AlertStatus.FIRING) {
            throw unreadable("found %s, which only a recovery has, but --status says that it is firing"
                    .formatted(PresetField.RESOLVED_AT.word()));
        }
        return AlertStatus.RESOLVED;
    }

    private byte[] write(Map<PresetField, String> fields, AlertStatus status) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = factory.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("status", status.word());
            json.writeArrayFieldStart("alerts");
            json.writeStartObject();
            json.writeStringField("status", status.word());
            json.writeObjectFieldStart("labels");
            write(json, "alertname", fields, PresetField.NAME);
            write(json, "clustername", fields, PresetField.CLUSTER);
            // The template fills it from this label, and only for applications.
            write(json, "_aliyun_arms_involvedObject_name", fields, PresetField.APPLICATION);
            json.writeEndObject();
            json.writeObjectFieldStart("annotations");
            write(json, "message", fields, PresetField.CONTENT);
            write(json, "notification_policy", fields, PresetField.POLICY);
            write(json, "triggered_at", fields, PresetField.TRIGGERED_AT);
            write(json, "resolved_at", fields, PresetField.RESOLVED_AT);
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, String name, Map<PresetField, String> fields, PresetField field)
            throws IOException {
        if (fields.containsKey(field)) {
            json.writeStringField(name, WellFormed.text(fields.get(field)));
        }
    }

    private static String words(Map<PresetField, String> fields) {
        return fields.keySet().stream().map(PresetField::word).collect(Collectors.joining(", "));
    }

    private static UnreadableWebhookException unreadable(String message) {
        return new UnreadableWebhookException(Cause.PRESET_TEMPLATE, "As ARMS' preset template: " + message + ".");
    }

    /**
     * The result of a conversion.
     *
     * @param body of the contract's shape, UTF-8
     * @param notes what the body did not say, for the operator who decides to send it
     */
    public record Conversion(byte[] body, List<String> notes) {
        public Conversion {
            notes = List.copyOf(notes);
        }
    }
}
