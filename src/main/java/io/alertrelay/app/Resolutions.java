package io.alertrelay.app;

import io.alertrelay.camel.RecordHeaders;
import io.alertrelay.kafka.StoredRecord;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.ledger.Resolution;
import io.alertrelay.ledger.ResolutionJson;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * What people decided about the records of a topic: of the dead letters, or of quarantine. The decisions stand in the
 * same topic, so whoever reads it passes over the records that are decisions.
 */
public final class Resolutions {
    private Resolutions() {}

    /** Whether a record is a decision about another one, whatever its value says. */
    public static boolean isResolution(StoredRecord record) {
        return record.header(RecordHeaders.ABOUT).isPresent();
    }

    /** The decision that a record is; empty if it is none, or can't be read. */
    public static Optional<Resolution> of(StoredRecord record) {
        return record.header(RecordHeaders.ABOUT).flatMap(about -> ResolutionJson.read(about, record.value()));
    }

    /** All decisions that the topic has now, by the id of the record they are about: the first one about each. */
    public static Map<String, Resolution> read(TopicReader reader, String topic) {
        Map<String, Resolution> found = new HashMap<>();
        reader.read(topic, reader.starts(topic), reader.ends(topic), record -> {
            of(record).ifPresent(resolution -> found.putIfAbsent(resolution.about(), resolution));
            return true;
        });
        return found;
    }

    /**
     * Writes a decision down, and returns when it is acknowledged.
     *
     * @param key that of the record it is about
     * @throws ExecutionException if it is not acknowledged
     */
    public static void write(TopicWriter writer, String topic, String key, Resolution resolution)
            throws ExecutionException, InterruptedException {
        writer.write(
                topic,
                key,
                ResolutionJson.write(resolution).toString().getBytes(StandardCharsets.UTF_8),
                Map.of(RecordHeaders.ABOUT, resolution.about()));
    }
}
