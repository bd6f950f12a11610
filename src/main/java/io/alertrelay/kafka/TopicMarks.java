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
 * To which topic the offsets of one consumer belong. An offset that was committed for a topic that was deleted, in the
 * moment in which that happened or by a member that did not know it yet, is an offset of the topic that has its name
 * now, as far as Kafka can tell. So the topic's id is committed with it, behind the note: {@code v1 receipts=1042
 * topic=VX0Jk2Q5S9uN0oWl3lq1Yw}. For one thread.
 */
final class TopicMarks {
    private static final Pattern MARKED = Pattern.compile("(.*?) ?topic=([\\w-]{22})", Pattern.DOTALL);

    private final TopicIds ids;
    private final Map<TopicPartition, Uuid> marks = new HashMap<>();

    TopicMarks(TopicIds ids) {
        this.ids = ids;
    }

    /**
     * The partition is read from an offset that was committed, or that the consumer itself went back to.
     *
     * @param metadata what was committed with it; empty if nothing was committed
     * @return the note in it
     */
    Optional<String> begin(TopicPartition partition, Optional<String> metadata) {
        marks.remove(partition);
        Optional<Matcher> marked = metadata.map(MARKED::matcher).filter(Matcher::matches);
        marked.ifPresent(mark -> marks.put(partition, Uuid.fromString(mark.group(2))));
        return marked.isPresent() ? marked.map(mark -> mark.group(1)) : metadata;
    }

    /** Those of the partitions whose topic is another one by now; each is given once. */
    List<TopicPartition> madeAnew(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .filter(partition -> ids.of(partition.topic())
                        .map(now -> marks.put(partition, now))
                        .filter(before -> !ids.of(partition.topic()).equals(Optional.of(before)))
                        .isPresent())
                .toList();
    }

    /**
     * What was committed for a topic, for the copy of that topic; empty if it belongs to an earlier topic of that name.
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

    /** The offset, to be committed with the note. */
    OffsetAndMetadata marked(TopicPartition partition, long offset, String note) {
        Uuid mark = marks.get(partition);
        String separator = note.isEmpty() ? "" : " ";
        return new OffsetAndMetadata(offset, mark == null ? note : note + separator + "topic=" + mark);
    }
}
