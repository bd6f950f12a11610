package io.alertrelay.kafka;

import io.alertrelay.record.KeptCommit;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the groups of channels' topics have committed. Kafka forgets the offsets of a group that has had no
 * members for {@code offsets.retention.minutes}, a week by default, as that of a removed channel; what was settled
 * would then count as waiting again. So they are noted in the topic of relays, and committed again where Kafka has
 * forgotten them. A note that is older than the last commit does no harm: what was settled since is in the receipts,
 * from the place on that the commit's metadata say.
 */
public final class KeptCommits {
    private static final Logger LOG = LoggerFactory.getLogger(KeptCommits.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final GroupOffsets offsets;
    private final KafkaClients clients;
    private final TopicNames names;

    public KeptCommits(GroupOffsets offsets, KafkaClients clients, TopicNames names) {
        this.offsets = offsets;
        this.clients = clients;
        this.names = names;
    }

    /**
     * Commits again what Kafka has forgotten; a group that has members is left alone.
     *
     * @param topics of channels; each has one partition, and a group of its name
     * @return those for which it did
     * @throws ExecutionException if the cluster fails to answer
     * @throws org.apache.kafka.common.KafkaException if it fails to let what is kept be read
     */
    public Set<String> restore(Collection<String> topics) throws ExecutionException, InterruptedException {
        List<String> forgotten = offsets.committed(topics, PATIENCE).entrySet().stream()
                .filter(topic -> topic.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        Set<String> restored = new HashSet<>();
        if (forgotten.isEmpty()) {
            return restored;
        }
        Map<String, KeptCommit> kept = read();
        Map<String, Uuid> ids = offsets.ids(forgotten);
        for (String topic : forgotten) {
            Optional<KeptCommit> last = Optional.ofNullable(kept.get(topic))
                    .filter(commit -> commit.topicId().equals(String.valueOf(ids.get(topic))))
                    // Set by another tool: without a commit all receipts say what was settled since, with it none
                    // would.
                    .filter(commit -> !TopicMarks.note(commit.metadata()).isBlank());
            if (last.isPresent() && offsets.members(topic) == 0 && commit(last.get())) {
                restored.add(topic);
                LOG.info(
                        "Kafka has forgotten what the group {} had committed: it is {} again",
                        topic,
                        last.get().offset());
            }
        }
        return restored;
    }

    /**
     * Notes what is committed now; and commits it once more where nobody else does, because Kafka counts the age of
     * some groups' offsets from their last commit. A group whose coordinator does not answer is left out.
     *
     * @param topics of channels
     * @throws ExecutionException if the cluster fails to answer, or does not store it
     * @throws org.apache.kafka.common.KafkaException if it fails to let what is kept be read
     */
    public void keep(Collection<String> topics) throws ExecutionException, InterruptedException {
        Map<String, KeptCommit> kept = read();
        Map<String, Uuid> ids = offsets.ids(offsets.committed(topics, PATIENCE).keySet());
        try (TopicWriter writer = new TopicWriter(clients)) {
            for (String topic : ids.keySet()) {
                OffsetAndMetadata committed = offsets.all(topic).get(new TopicPartition(topic, 0));
                if (committed == null) {
                    continue;
                }
                KeptCommit now =
                        new KeptCommit(topic, String.valueOf(ids.get(topic)), committed.offset(), committed.metadata());
                if (!now.equals(kept.get(topic))) {
                    writer.write(names.relays(), now.draft());
                } else if (offsets.members(topic) == 0) {
                    // Not what was moved since the last time: somebody may be moving it now.
                    commit(now);
                }
            }
        }
    }

    private boolean commit(KeptCommit kept) throws InterruptedException {
        try {
            offsets.move(kept.topic(), kept.topic(), 0, new OffsetAndMetadata(kept.offset(), kept.metadata()));
            return true;
        } catch (ExecutionException e) {
            LOG.debug("group {} has members by now, or can't be reached: it is left alone", kept.topic(), e);
            return false;
        }
    }

    /** The latest of each topic. */
    private Map<String, KeptCommit> read() {
        Map<String, KeptCommit> kept = new HashMap<>();
        SkippedRecords unread = new SkippedRecords(names.relays());
        try (TopicReader reader = new TopicReader(clients)) {
            reader.read(
                    names.relays(),
                    reader.starts(names.relays()),
                    reader.ends(names.relays()),
                    unread.passingOver(record -> {
                        KeptCommit.of(record).ifPresent(commit -> kept.put(commit.topic(), commit));
                        return true;
                    }));
        }
        unread.log();
        return kept;
    }
}
