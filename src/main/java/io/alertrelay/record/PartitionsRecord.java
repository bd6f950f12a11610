package io.alertrelay.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record of the topic of relays about the number of partitions of webhooks, on which the relays agree by the order of
 * these records: see {@code kafka.WebhookPartitions}.
 */
public sealed interface PartitionsRecord {
    /**
     * The current state, so that a relay that starts while partitions are added does not use these yet.
     *
     * @param counts the numbers of partitions so far, in order
     */
    record Standing(List<Integer> counts) implements PartitionsRecord {
        public Standing {
            counts = List.copyOf(counts);
        }

        @Override
        public NewRecord draft() {
            return new NewRecord(Raise.KEY, RecordJson.bytes(this));
        }
    }

    /**
     * The order to have more partitions.
     *
     * @param id of the change
     * @param by the operator
     * @param counts the numbers of partitions so far, in order, and last the new one
     * @param relays that must follow, at least one
     */
    record Raise(@JsonProperty("raise") String id, String by, List<Integer> counts, List<String> relays)
            implements PartitionsRecord {
        private static final String KEY = "webhooks/raise";

        public Raise {
            counts = List.copyOf(counts);
            relays = List.copyOf(relays);
        }

        @Override
        public NewRecord draft() {
            return new NewRecord(KEY, RecordJson.bytes(this));
        }
    }

    /**
     * A relay stores nothing more into the old partitions.
     *
     * @param id of the change
     */
    record Moved(String id, String relay) implements PartitionsRecord {
        /** A key for each relay, so that compaction removes no relay's statement. */
        private static final String KEY = "webhooks/moved/";

        @Override
        public NewRecord draft() {
            return new NewRecord(KEY + relay, RecordJson.bytes(Map.of("raise", id)));
        }
    }

    /**
     * Not all relays have moved in time.
     *
     * @param id of the change
     * @param relay that did not want to wait any longer
     */
    record GaveUp(@JsonProperty("raise") String id, String relay) implements PartitionsRecord {
        private static final String KEY = "webhooks/gave-up";

        @Override
        public NewRecord draft() {
            return new NewRecord(KEY, RecordJson.bytes(this));
        }
    }

    /** Reads it; empty if the record is about something else, or can't be read. */
    static Optional<PartitionsRecord> of(StoredRecord record) {
        String key = record.key();
        if (key.equals(Raise.KEY)) {
            return RecordJson.read(record.value(), Raise.class)
                    .map(raise -> raise.relays.isEmpty() ? new Standing(raise.counts) : raise);
        }
        if (key.equals(GaveUp.KEY)) {
            return RecordJson.read(record.value(), GaveUp.class).map(PartitionsRecord.class::cast);
        }
        return key.startsWith(Moved.KEY)
                ? RecordJson.object(record.value())
                        .map(its -> new Moved(its.path("raise").asText(), key.substring(Moved.KEY.length())))
                : Optional.empty();
    }

    /** As written to the topic. */
    NewRecord draft();
}
