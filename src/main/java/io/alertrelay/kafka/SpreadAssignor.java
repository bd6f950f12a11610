package io.alertrelay.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/**
 * Decides which relay gets which partition. Partitions that are not moved do not pause (Kafka's cooperative protocol,
 * KIP-429); in addition:
 *
 * <ul>
 *   <li>Partitions of the same number go together, over all topics of the group: replayed events are accepted by the
 *       relay that routes the alert's webhooks.
 *   <li>Each channel has its own group and partition, and the channels must be spread over the relays, also after a
 *       rolling restart. So partitions are not sticky: Kafka's sticky assignors would leave all channels with the relay
 *       that was restarted first. Instead a partition ranks the relays by a hash, and goes to the first in its rank
 *       that does not have its share yet.
 * </ul>
 *
 * When a relay joins or leaves, the order of the others in a rank stays, so little else moves.
 */
public final class SpreadAssignor implements ConsumerPartitionAssignor {
    @Override
    public String name() {
        return "alert-relay-spread";
    }

    @Override
    public List<RebalanceProtocol> supportedProtocols() {
        return List.of(RebalanceProtocol.COOPERATIVE, RebalanceProtocol.EAGER);
    }

    @Override
    public GroupAssignment assign(Cluster metadata, GroupSubscription subscriptions) {
        Map<String, Subscription> members = new TreeMap<>(subscriptions.groupSubscription());
        Map<String, Integer> topics = new TreeMap<>();
        members.values().stream()
                .flatMap(member -> member.topics().stream())
                .forEach(topic -> topics.put(
                        topic,
                        Optional.ofNullable(metadata.partitionCountForTopic(topic))
                                .orElse(0)));
        List<String> owners = owners(List.copyOf(members.keySet()), topics);
        Map<TopicPartition, String> held = held(members);
        Map<String, List<TopicPartition>> given = new HashMap<>();
        members.keySet().forEach(member -> given.put(member, new ArrayList<>()));
        topics.forEach((topic, count) -> IntStream.range(0, count).forEach(number -> {
            TopicPartition partition = new TopicPartition(topic, number);
            String owner = owners.get(number);
            // The current owner must revoke it first and rejoin, and then this is called again.
            if (held.getOrDefault(partition, owner).equals(owner)) {
                given.computeIfAbsent(owner, member -> new ArrayList<>()).add(partition);
            }
        }));
        return new GroupAssignment(given.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> new Assignment(each.getValue()))));
    }

    /** The member for each number, none with more than its share. */
    private static List<String> owners(List<String> members, Map<String, Integer> topics) {
        int numbers = topics.values().stream().mapToInt(count -> count).max().orElse(0);
        int share = (numbers + members.size() - 1) / members.size();
        String group = String.join(",", new TreeSet<>(topics.keySet()));
        Map<String, Integer> has = new HashMap<>();
        List<String> owners = new ArrayList<>();
        for (int number = 0; number < numbers; number++) {
            String place = group + "/" + number + "/";
            String owner = members.stream()
                    .filter(member -> has.getOrDefault(member, 0) < share)
                    .max(Comparator.comparingInt(member -> hash(place + member)))
                    .orElseThrow();
            has.merge(owner, 1, Integer::sum);
            owners.add(owner);
        }
        return owners;
    }

    private static int hash(String text) {
        return Utils.murmur2(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<TopicPartition, String> held(Map<String, Subscription> members) {
        Map<TopicPartition, String> held = new HashMap<>();
        members.forEach((member, subscription) ->
                subscription.ownedPartitions().forEach(partition -> held.put(partition, member)));
        return held;
    }
}
