package io.alertrelay.status;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/**
 * The routing group by Kafka's latest answers: every relay is a member of it.
 *
 * @param members the members now
 * @param settled the members, with their partitions, when these were shared last: while they are being assigned again
 *     Kafka shows members without partitions
 */
record RoutingGroup(List<MemberDescription> members, List<MemberDescription> settled) {
    /** Before Kafka's first answer. */
    static final RoutingGroup UNKNOWN = new RoutingGroup(List.of(), List.of());

    RoutingGroup {
        members = List.copyOf(members);
        settled = List.copyOf(settled);
    }

    /** With Kafka's next answer. */
    RoutingGroup with(ConsumerGroupDescription answer) {
        List<MemberDescription> now = List.copyOf(answer.members());
        return new RoutingGroup(now, answer.groupState() == GroupState.STABLE ? now : settled);
    }

    /** The other members now. */
    Stream<MemberDescription> besides(String self) {
        return others(members, self);
    }

    /** Whether another member has the partition. */
    boolean hasElsewhere(TopicPartition partition, String self) {
        return others(settled, self)
                .anyMatch(member -> member.assignment().topicPartitions().contains(partition));
    }

    private static Stream<MemberDescription> others(Collection<MemberDescription> members, String self) {
        // Only the relay of an embedded broker has an instance id: it replaces the one before it, under the same name.
        return members.stream()
                .filter(member -> !member.clientId().equals(self)
                        && member.groupInstanceId().isEmpty());
    }
}
