package io.alertrelay.kafka;

import io.alertrelay.time.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/** Adds partitions to topics, and waits until the members of a group have them. */
public final class MorePartitions {
    /** A member that was suspended for longer has left the group: sessions last four or six seconds. */
    private static final Duration UNCHANGED = Duration.ofSeconds(7);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Admin admin;

    public MorePartitions(Admin admin) {
        this.admin = admin;
    }

    /**
     * Raises the partitions of each topic to at least this number, one topic after the other.
     *
     * @throws ExecutionException if the cluster refuses
     */
    public void add(List<String> topics, int partitions) throws ExecutionException, InterruptedException {
        for (String topic : topics) {
            int found = TopicSetup.partitions(admin, topic);
            if (found < partitions) {
                admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                        .all()
                        .get();
            }
        }
    }

    /**
     * Returns when the group's members have all of these partitions, and have been the same ones for a while.
     *
     * @return the client's id of each; empty if that takes too long
     * @throws ExecutionException if the cluster fails to answer
     */
    public Optional<Set<String>> awaitMembers(String group, List<String> topics, int partitions, Duration patience)
            throws ExecutionException, InterruptedException {
        Deadline end = Deadline.after(patience);
        Set<String> before = Set.of();
        Deadline same = Deadline.after(UNCHANGED);
        while (!end.isOver()) {
            ConsumerGroupDescription now = Objects.requireNonNull(admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group))
                    .get();
            Set<String> members =
                    now.members().stream().map(MemberDescription::consumerId).collect(Collectors.toSet());
            if (!members.equals(before) || now.groupState() != GroupState.STABLE || !have(now, topics, partitions)) {
                before = members;
                same = Deadline.after(UNCHANGED);
            } else if (same.isOver()) {
                return Optional.of(
                        now.members().stream().map(MemberDescription::clientId).collect(Collectors.toSet()));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
        }
        return Optional.empty();
    }

    /**
     * One of these partitions in which something waits for the group and whose offset does not move; returns as soon as
     * there is none.
     *
     * @param partitions how many of each topic, from 0
     * @param patience how long an offset may take to move
     */
    public Optional<TopicPartition> standstill(String group, List<String> topics, int partitions, Duration patience)
            throws InterruptedException {
        Map<String, String> groups = topics.stream().collect(Collectors.toMap(Function.identity(), topic -> group));
        Backlog backlog = new Backlog(admin, patience);
        Deadline end = Deadline.after(patience);
        Map<TopicPartition, Long> before = waiting(backlog, groups, partitions);
        Map<TopicPartition, Long> still = before;
        while (!still.isEmpty() && !end.isOver()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
            still = waiting(backlog, groups, partitions);
            still.entrySet().retainAll(before.entrySet());
        }
        return still.keySet().stream().findFirst();
    }

    /** The offset that is settled next, of each partition in which something waits. */
    private static Map<TopicPartition, Long> waiting(Backlog backlog, Map<String, String> groups, int partitions)
            throws InterruptedException {
        Map<TopicPartition, Long> waiting = new HashMap<>();
        backlog.read(groups)
                .forEach((topic, lags) -> lags.forEach((partition, lag) -> {
                    if (partition < partitions && lag.waiting() > 0) {
                        waiting.put(new TopicPartition(topic, partition), lag.next());
                    }
                }));
        return waiting;
    }

    private static boolean have(ConsumerGroupDescription group, List<String> topics, int partitions) {
        Set<TopicPartition> held = new HashSet<>();
        group.members().forEach(member -> held.addAll(member.assignment().topicPartitions()));
        return topics.stream().allMatch(topic -> held.contains(new TopicPartition(topic, partitions - 1)));
    }
}
