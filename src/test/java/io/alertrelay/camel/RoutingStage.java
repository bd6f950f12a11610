package io.alertrelay.camel;

import static org.awaitility.Awaitility.await;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.routing.RuleSet;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.SteppedClock;
import io.alertrelay.testing.Topics;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Timeout;

/** The routing stage on a real broker, with topics of its own for each test. */
@Timeout(300)
abstract class RoutingStage {
    static final int WEBHOOKS = 30;

    final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    final Topics topics = new Topics(SharedBroker.bootstrapServers());
    final SteppedClock clock = new SteppedClock();

    /** A relay whose rules send everything to the channel. */
    RoutingRig relay(String channel) throws Exception {
        return new RoutingRig(names, RuleSet.dedicated(channel), clock);
    }

    void settled(RoutingRig relay, String channel, int events) {
        await().atMost(Duration.ofMinutes(1)).until(() -> read(channel).size() >= events && relay.unsettled() == 0);
    }

    List<ConsumerRecord<String, byte[]>> read(String channel) {
        return topics.read(names.channel(channel));
    }

    List<String> offsets(String channel) {
        return read(channel).stream()
                .map(r -> header(r, "receipt").split("-")[1])
                .toList();
    }

    static List<String> numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Bodies.firing("a" + i, "info", "x"))
                .toList();
    }

    static List<String> upTo(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    static String header(ConsumerRecord<?, ?> record, String name) {
        return Topics.header(record, name).orElse("-");
    }
}
