package io.alertrelay.arms;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.alertrelay.alert.Alert;
import io.alertrelay.alert.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes one alert as a body of its own in the shape that {@code $alertmanager_content} has, for channels with {@code
 * format: arms}. The same alert of the same webhook gives the same bytes: fields in a fixed order, maps by name. Absent
 * fields stay absent. Only the label {@code severity} may differ from what was received: where the receiver, which goes
 * by the words of ARMS, would read another severity than the relay did, it is critical, warning or info. Immutable and
 * thread-safe.
 */
public final class ArmsBodyWriter {
    /** The words for severities as the receiver reads them. */
    private static final SeverityWords THERE = SeverityWords.standard(Severity.WARNING);

    /**
     * The most bytes that a body may take as a text within JSON, as a dead letter has it: records of topics may have 40
     * MiB, headers included.
     */
    private static final int MAX_BYTES = 39 << 20;

    private final int maxBytes;

    private final JsonFactory factory = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    public ArmsBodyWriter() {
        this(MAX_BYTES);
    }

    /** @param maxBytes of the largest body */
    ArmsBodyWriter(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * The body, UTF-8.
     *
     * @param alert the only alert of the body; the body's {@code status} is that of the alert
     * @param common what the alerts of the original body have in common
     * @throws TooLargeException if it can't be kept
     */
    public byte[] write(Alert alert, CommonFields common) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = factory.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("status", alert.status().word());
            write(json, "receiver", common.receiver());
            write(json, "externalURL", common.externalUrl());
            write(json, "groupLabels", common.groupLabels());
            write(json, "commonLabels", common.labels());
            write(json, "commonAnnotations", common.annotations());
            json.writeArrayFieldStart("alerts");
            write(json, alert, labels(alert, common));
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] body = bytes.toByteArray();
        int kept = body.length + escapes(body);
        if (kept > maxBytes) {
            throw new TooLargeException(kept, maxBytes);
        }
        return body;
    }

    private static int escapes(byte[] body) {
        int escapes = 0;
        for (byte b : body) {
            escapes += b == '"' || b == '\\' ? 1 : 0;
        }
        return escapes;
    }

    /** The alert takes more bytes in this shape than a channel's topic can keep. */
    public static final class TooLargeException extends RuntimeException {
        TooLargeException(int bytes, int most) {
            super("it takes %d bytes in the format of ARMS, and at most %d can be kept".formatted(bytes, most));
        }
    }

    /** Those of a recovery are rewritten as those of its firing: both must be the same alert there. */
    private static Map<String, String> labels(Alert alert, CommonFields common) {
        if (THERE.severity(Sender.ARMS, alert.labels(), common.labels()) == alert.severity()) {
            return alert.labels();
        }
        Map<String, String> labels = new TreeMap<>(alert.labels());
        labels.put(SeverityWords.LABEL, alert.severity().word().toLowerCase(Locale.ROOT));
        return labels;
    }

    private static void write(JsonGenerator json, Alert alert, Map<String, String> labels) throws IOException {
        json.writeStartObject();
        json.writeStringField("status", alert.status().word());
        write(json, "labels", labels);
        write(json, "annotations", alert.annotations());
        write(json, "startsAt", alert.startsAt());
        write(json, "endsAt", alert.endsAt());
        write(json, "fingerprint", alert.fingerprint());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            json.writeStringField(name, WellFormed.text(text.get()));
        }
    }

    private static void write(JsonGenerator json, String name, Map<String, String> texts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            json.writeStringField(WellFormed.text(text.getKey()), WellFormed.text(text.getValue()));
        }
        json.writeEndObject();
    }
}
