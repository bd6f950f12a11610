package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.NotedOffset;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.SteppedClock;
import io.alertrelay.testing.WebhookReceipts;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a replay learns of its channels from the offsets of their groups. */
class PassedDeliveriesTest {
    private static final String REPLAY = "r1";
    private static final List<String> BOTH = List.of("payments", "platform");

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final KafkaClients clients = SharedBroker.clients();
    private final Admin admin = clients.admin();
    private final SteppedClock steady = new SteppedClock();
    private final AtomicInteger askedForEnds = new AtomicInteger();

    @BeforeEach
    void bothHavePassedOne() throws Exception {
        for (String channel : BOTH) {
            String topic = names.channel(channel);
            SharedBroker.create(topic, 1);
            send(topic);
            new GroupOffsets(admin).move(topic, topic, 0, new NotedOffset(1, ""));
        }
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void aChannelWhoseTopicHasNoLeaderHidesNothingOfTheOthersAndIsKnownOnceItHasOne() throws Exception {
        List<String> leaderless = new ArrayList<>(List.of(names.channel("payments")));
        PassedDeliveries passed = passed(leaderless);

        assertThat(passed.passed(BOTH)).isEqualTo(Map.of("platform", 1L));

        leaderless.clear();
        assertThat(passed.passed(List.of("payments"))).isEmpty();
        steady.advance(Duration.ofMinutes(2));
        assertThat(passed.passed(List.of("payments"))).isEqualTo(Map.of("payments", 1L));
    }

    @Test
    void aChannelThatStandsIsLookedAtOnce() throws Exception {
        PassedDeliveries passed = passed(List.of());
        List<String> found = new ArrayList<>();

        for (int look = 0; look < 3; look++) {
            passed.passed(BOTH).forEach((channel, offset) -> passed.read(channel, offset, alert -> found.add(channel)));
        }

        assertThat(found).containsExactlyInAnyOrderElementsOf(BOTH);
        assertThat(askedForEnds).hasValue(1);
    }

    private PassedDeliveries passed(List<String> leaderless) {
        Admin known = (Admin) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, values) -> {
                    Object answer = method.invoke(admin, values);
                    if (answer instanceof ListOffsetsResult ends) {
                        askedForEnds.incrementAndGet();
                        return without(leaderless, (Map<?, ?>) values[0], ends);
                    }
                    return answer;
                });
        return new PassedDeliveries(clients, new GroupOffsets(known), names, REPLAY, Map.of(), steady, () -> {});
    }

    private static ListOffsetsResult without(List<String> leaderless, Map<?, ?> asked, ListOffsetsResult ends) {
        Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> answers = new HashMap<>();
        for (Object each : asked.keySet()) {
            TopicPartition partition = (TopicPartition) each;
            KafkaFutureImpl<ListOffsetsResultInfo> silent = new KafkaFutureImpl<>();
            silent.completeExceptionally(new TimeoutException("no leader"));
            answers.put(partition, leaderless.contains(partition.topic()) ? silent : ends.partitionResult(partition));
        }
        return new ListOffsetsResult(answers);
    }

    private static void send(String topic) throws Exception {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, "a", "{}");
        Map.of("receipt", "w0-1-" + WebhookReceipts.NONCE, "index", "0", "replay", REPLAY)
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(record).get();
        }
    }
}
