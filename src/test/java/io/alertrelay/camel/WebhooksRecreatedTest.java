package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.NotedOffset;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.routing.RuleSet;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.SteppedClock;
import io.alertrelay.testing.Topics;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The routing stage on a real broker, whose webhooks were deleted and recreated while no relay ran. */
@Timeout(300)
class WebhooksRecreatedTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final Topics topics = new Topics(SharedBroker.bootstrapServers());

    @Test
    void recoveriesFollowTheFiringsOfTheFormerTopicAndWhatIsOverInTheNewOneStaysOver() throws Exception {
        RoutingRig.createTopics(names, 1);
        route("payments", Bodies.firing("other", "info", "t"), Bodies.firing("a", "info", "t"));
        recreate();

        route("oncall", Bodies.resolved("a", "info", "t"));
        route("oncall", Bodies.resolved("a", "info", "t"));

        assertThat(topics.read(names.decisions()))
                .extracting(record -> header(record, "journal"))
                .hasSize(4)
                .doesNotContain("-");
        assertThat(statuses("payments")).containsExactly("firing", "firing", "resolved");
        assertThat(statuses("oncall")).as("no firing of it is known any more").containsExactly("resolved");
    }

    private void recreate() throws Exception {
        try (Admin admin = SharedBroker.clients().admin()) {
            GroupOffsets offsets = new GroupOffsets(admin);
            admin.deleteTopics(List.of(names.webhooks())).all().get();
            await().atMost(PATIENCE)
                    .until(() -> offsets.ids(List.of(names.webhooks())).isEmpty());
            SharedBroker.create(names.webhooks(), 1);
            offsets.move(names.routingGroup(), names.webhooks(), 0, new NotedOffset(0, ""));
        }
    }

    /** Routes them by rules that send everything to the channel. */
    private void route(String channel, String... bodies) throws Exception {
        int before = sent();
        RoutingRig.produce(names, 0, List.of(bodies));
        try (RoutingRig relay = new RoutingRig(names, RuleSet.dedicated(channel), new SteppedClock()).start()) {
            await().atMost(PATIENCE).until(() -> sent() >= before + bodies.length && relay.unsettled() == 0);
        }
    }

    private int sent() {
        return RoutingRig.CHANNELS.stream()
                .mapToInt(channel -> topics.read(names.channel(channel)).size())
                .sum();
    }

    private List<String> statuses(String channel) {
        return topics.read(names.channel(channel)).stream()
                .map(record -> header(record, "status"))
                .toList();
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return Topics.header(record, name).orElse("-");
    }
}
