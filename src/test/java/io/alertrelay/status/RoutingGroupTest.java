package io.alertrelay.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberAssignment;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RoutingGroupTest {
    private static final TopicPartition FIRST = new TopicPartition("webhooks", 0);

    @Test
    void whilePartitionsAreAssignedAgainEachIsWhereItWasAndNewMembersAreKnown() {
        RoutingGroup group = RoutingGroup.UNKNOWN.with(answer(GroupState.STABLE, member("a", 0), member("b", 1)));
        assertThat(group.hasElsewhere(FIRST, "b")).isTrue();
        assertThat(group.hasElsewhere(FIRST, "a")).isFalse();

        for (GroupState state : List.of(GroupState.PREPARING_REBALANCE, GroupState.COMPLETING_REBALANCE)) {
            group = group.with(answer(state, member("a"), member("b"), member("c")));
            assertThat(group.hasElsewhere(FIRST, "b")).as("%s", state).isTrue();
            assertThat(group.besides("b"))
                    .extracting(MemberDescription::clientId)
                    .containsExactly("a", "c");
        }

        group = group.with(answer(GroupState.STABLE, member("a"), member("b", 1), member("c", 0)));
        assertThat(group.hasElsewhere(FIRST, "a")).isTrue();
        assertThat(group.hasElsewhere(FIRST, "c")).isFalse();
    }

    private static MemberDescription member(String relay, int... partitions) {
        Set<TopicPartition> assigned = IntStream.of(partitions)
                .mapToObj(number -> new TopicPartition("webhooks", number))
                .collect(Collectors.toSet());
        return new MemberDescription(
                "id-" + relay,
                Optional.empty(),
                Optional.empty(),
                relay,
                "host",
                new MemberAssignment(assigned),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ConsumerGroupDescription answer(GroupState state, MemberDescription... members) {
        return new ConsumerGroupDescription(
                "routing",
                false,
                List.of(members),
                "spread",
                GroupType.CLASSIC,
                state,
                Node.noNode(),
                Set.of(),
                Optional.empty(),
                Optional.empty());
    }
}
