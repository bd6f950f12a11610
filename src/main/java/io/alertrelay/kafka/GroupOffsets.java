package io.alertrelay.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** What the cluster knows of topics and of how far their groups are. */
public final class GroupOffsets {
    private final Admin admin;

    public GroupOffsets(Admin admin) {
        this.admin = admin;
    }

    /**
     * What the group has committed for the topic, by partition; a partition without a commit is absent.
     *
     * @throws ExecutionException if the cluster does not say
     */
    public Map<Integer, Long> committed(String group, String topic) throws ExecutionException, InterruptedException {
        Map<Integer, Long> committed = new HashMap<>();
        try {
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> {
                        if (offset != null && partition.topic().equals(topic)) {
                            committed.put(partition.partition(), offset.offset());
                        }
                    });
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw e;
            }
        }
        return committed;
    }

    /**
     * The topics whose names begin so, sorted.
     *
     * @throws ExecutionException if the cluster does not say
     */
    public Collection<String> topics(String prefix) throws ExecutionException, InterruptedException {
        Set<String> topics = new TreeSet<>(admin.listTopics().names().get());
        topics.removeIf(topic -> !topic.startsWith(prefix));
        return topics;
    }
}
