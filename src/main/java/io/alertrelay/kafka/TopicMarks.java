package io.alertrelay.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Ties the offsets of a consumer to the topic's id. An offset committed for a topic just when it was deleted, or by a
 * member that did not know of that yet, is to Kafka an offset of the new topic of that name. So the topic's id is
 * committed with it, after the note: {@code v1 receipts=1042 topic=VX0Jk2Q5S9uN0oWl3lq1Yw}. For one thread.
 */
final class TopicMarks {
    private static final Pattern MARKED = Pattern.compile("(.*?) ?topic=([\\w-]{22})", Pattern.DOTALL);

    private final TopicIds ids;
    private final Map<TopicPartition, Uuid> marks = new HashMap<>();

    TopicMarks(TopicIds ids) {
        this.ids = ids;
    }

    /**
     * The partition is read from a committed offset, or from one to which the consumer went back.
     *
     * @param metadata the metadata committed with it; empty if nothing was committed
     * @return the note in it
     */
    Optional<String> begin(TopicPartition partition, Optional<String> metadata) {
        marks.remove(partition);
        Optional<Matcher> marked = metadata.map(MARKED::matcher).filter(Matcher::matches);
        marked.ifPresent(mark -> marks.put(partition, Uuid.fromString(mark.group(2))));
        return marked.map(mark -> mark.group(1)).or(() -> metadata);
    }

    /** The note in the metadata of a commit, without the topic's id. */
    static String note(String metadata) {
        Matcher mark = MARKED.matcher(metadata);
        return mark.matches() ? mark.group(1) : metadata;
    }

    /** The partitions whose topic has been replaced; each is returned once. */
    List<TopicPartition> recreated(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .filter(partition -> ids.of(partition.topic())
                        .map(now -> marks.put(partition, now))
                        .filter(before -> !ids.of(partition.topic()).equals(Optional.of(before)))
                        .isPresent())
                .toList();
    }

    /**
     * The commit of a topic, converted for the copy of that topic; empty if it belongs to an earlier topic of that
     * name.
     *
     * @param id of the topic that is copied
     * @param copy the id of the copy
     */
    static Optional<OffsetAndMetadata> carried(OffsetAndMetadata committed, Uuid id, Uuid copy) {
        Matcher mark = MARKED.matcher(committed.metadata());
        if (!mark.matches()) {
            return Optional.of(committed);
        }
        return Uuid.fromString(mark.group(2)).equals(id)
                ? Optional.of(new OffsetAndMetadata(
                        committed.offset(), committed.metadata().replace(mark.group(2), copy.toString())))
                : Optional.empty();
    }

    /** The offset and note to commit. */
    OffsetAndMetadata marked(TopicPartition partition, long offset, String note) {
        Uuid mark = marks.get(partition);
        String separator = note.isEmpty() ? "" : " ";
        return new OffsetAndMetadata(offset, mark == null ? note : note + separator + "topic=" + mark);
    }
}
