package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SpreadAssignorTest {
    private static final List<String> ROUTING = List.of("webhooks", "replayed");

    private final SpreadAssignor assignor = new SpreadAssignor();

    @Test
    void partitionsOfOneNumberGoTogetherAndNobodyHasMoreThanItsShare() {
        Map<String, List<TopicPartition>> given = assign(ROUTING, 6, Map.of("a", List.of(), "b", List.of()));

        assertThat(given.values())
                .allSatisfy(partitions -> assertThat(partitions).hasSize(6));
        assertThat(numbers(given.get("a"), "webhooks")).isEqualTo(numbers(given.get("a"), "replayed"));
        assertThat(numbers(given.get("b"), "webhooks")).isEqualTo(numbers(given.get("b"), "replayed"));
    }

    @Test
    void aPartitionThatAnotherMemberHasIsGivenToNobodyBeforeThatOneHasLetItGo() {
        List<TopicPartition> all = all(ROUTING, 6);

        Map<String, List<TopicPartition>> first = assign(ROUTING, 6, Map.of("a", all, "b", List.of()));

        assertThat(first.get("b")).isEmpty();
        assertThat(first.get("a")).hasSize(6);
        Map<String, List<TopicPartition>> second = assign(ROUTING, 6, Map.of("a", first.get("a"), "b", List.of()));
        assertThat(second.get("a")).containsExactlyInAnyOrderElementsOf(first.get("a"));
        assertThat(all(second)).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void whenAMemberGoesTheOthersKeepWhatTheyHave() {
        Map<String, List<TopicPartition>> three =
                assign(ROUTING, 6, Map.of("a", List.of(), "b", List.of(), "c", List.of()));

        Map<String, List<TopicPartition>> two = assign(ROUTING, 6, Map.of("a", three.get("a"), "b", three.get("b")));

        assertThat(all(two)).hasSizeGreaterThanOrEqualTo(8).doesNotHaveDuplicates();
    }

    @Test
    void channelsAreSpreadOverTheRelaysWhoeverHasThemNow() {
        int others = 0;
        for (int channel = 0; channel < 100; channel++) {
            List<String> topic = List.of("channel." + channel);
            Map<String, List<TopicPartition>> first =
                    assign(topic, 1, Map.of("a" + channel, all(topic, 1), "b" + channel, List.of()));
            others += first.get("a" + channel).isEmpty() ? 1 : 0;
        }

        assertThat(others).isBetween(25, 75);
    }

    @Test
    void aTopicThatIsNotThereYetIsLeftOut() {
        Map<String, List<TopicPartition>> given = assign(List.of("webhooks"), 4, ROUTING, Map.of("a", List.of()));

        assertThat(given.get("a"))
                .hasSize(4)
                .allMatch(partition -> partition.topic().equals("webhooks"));
    }

    private Map<String, List<TopicPartition>> assign(
            List<String> topics, int partitions, Map<String, List<TopicPartition>> owned) {
        return assign(topics, partitions, topics, owned);
    }

    private Map<String, List<TopicPartition>> assign(
            List<String> there, int partitions, List<String> wanted, Map<String, List<TopicPartition>> owned) {
        List<PartitionInfo> infos = all(there, partitions).stream()
                .map(p -> new PartitionInfo(p.topic(), p.partition(), Node.noNode(), new Node[0], new Node[0]))
                .toList();
        Cluster cluster = new Cluster("c", List.of(), infos, Set.of(), Set.of());
        Map<String, Subscription> members = new TreeMap<>();
        owned.forEach((member, has) -> members.put(member, new Subscription(wanted, null, has)));
        Map<String, List<TopicPartition>> given = new TreeMap<>();
        assignor.assign(cluster, new GroupSubscription(members))
                .groupAssignment()
                .forEach((member, assignment) -> given.put(member, assignment.partitions()));
        return given;
    }

    private static List<TopicPartition> all(List<String> topics, int partitions) {
        return topics.stream()
                .flatMap(topic -> IntStream.range(0, partitions).mapToObj(n -> new TopicPartition(topic, n)))
                .toList();
    }

    private static List<TopicPartition> all(Map<String, List<TopicPartition>> given) {
        return given.values().stream().flatMap(List::stream).collect(Collectors.toCollection(ArrayList::new));
    }

    private static Set<Integer> numbers(List<TopicPartition> partitions, String topic) {
        return partitions.stream()
                .filter(partition -> partition.topic().equals(topic))
                .map(TopicPartition::partition)
                .collect(Collectors.toCollection(HashSet::new));
    }
}
