package io.alertrelay.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.app.App;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.record.NewRecord;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.Topics;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The partitions of webhooks are raised while two relays take, route and deliver. */
@Tag("long")
class RaisedPartitionsIT {
    private static final List<String> CHANNELS =
            IntStream.range(0, 6).mapToObj(i -> "channel" + i).toList();
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** So many cycles an alert stays open. */
    private static final int OPEN = 3;

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean enough = new AtomicBoolean();
    private final Map<String, Posts> posts = new HashMap<>();
    private final Map<String, AtomicInteger> cycles = new HashMap<>();
    private Rig rig;
    private App first;
    private App second;

    @BeforeEach
    void start() throws Exception {
        rig = Rig.of(folder, CHANNELS, "collapse: none");
        first = rig.start();
        second = rig.start();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        rig.close();
    }

    @Test
    void eachAlertGoesOnInOrderAndRecoversWhereItFiredAlsoAfterARelayDiedInTheMiddle() throws Exception {
        List<Future<?>> senders = new ArrayList<>();
        for (String channel : CHANNELS) {
            AtomicInteger turn = new AtomicInteger();
            posts.put(
                    channel,
                    new Posts(
                            () -> Rig.client(turn.incrementAndGet() % 2 == 0 ? first : second), Duration.ofMillis(50)));
            cycles.put(channel, new AtomicInteger());
            senders.add(threads.submit(() -> send(channel)));
        }
        awaitCycles(OPEN + 2);

        // Of one that is not there any more: the others wait for it, and then go on as before.
        NewRecord order = new WebhookPartitions(2)
                .order("the-first", 6, Set.of("relay-gone"), "tester")
                .draft();
        try (TopicWriter writer = new TopicWriter(SharedBroker.clients())) {
            writer.write(rig.names().relays(), order);
        }
        awaitCycles(OPEN + 2);
        assertThat(partitionsWritten()).isSubsetOf(0, 1);
        RelayClient relay = Rig.client(first);
        assertThat(relay.manage("partitions", "{\"to\": 5, \"execute\": true}", 400)
                        .at("/error/message")
                        .asText())
                .contains("found 5, expected a multiple of the 2");
        assertThat(relay.manage("partitions", "{\"to\": 4, \"execute\": \"yes\"}", 400)
                        .at("/error/message")
                        .asText())
                .isEqualTo("execute: found \"yes\", expected true or false");

        await().atMost(PATIENCE).until(() -> raised(relay));
        awaitCycles(OPEN + 3);
        enough.set(true);
        for (Future<?> sender : senders) {
            sender.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        assertThat(rig.settled().findings()).isEmpty();
        assertThat(partitionsWritten()).containsAnyOf(2, 3, 4, 5);
        for (String channel : CHANNELS) {
            Map<String, List<Integer>> taken = rig.arrivals(channel).firstTaken();
            taken.forEach((alert, numbers) -> assertThat(numbers)
                    .as(channel + " " + alert)
                    .isEqualTo(posts.get(channel).numbersOf(alert)));
            assertThat(taken).containsKey("flapping");
            assertThat(firstRecoveries(channel))
                    .isNotEmpty()
                    .allSatisfy(record ->
                            assertThat(Topics.header(record, "why").orElse("")).startsWith("follows its firing"));
        }
    }

    /**
     * A post that was answered 503 may be stored all the same, and its sender repeats it: the firing is closed then.
     */
    private Collection<ConsumerRecord<String, byte[]>> firstRecoveries(String channel) {
        Map<String, ConsumerRecord<String, byte[]>> first = new LinkedHashMap<>();
        rig.topics().read(rig.names().channel(channel)).stream()
                .filter(record -> Topics.header(record, "status").orElse("").equals("resolved"))
                .forEach(record -> first.putIfAbsent(record.key(), record));
        return first.values();
    }

    /** False if a relay that was held up could not follow in the time that senders wait: nothing has changed then. */
    private static boolean raised(RelayClient relay) throws Exception {
        HttpResponse<String> answer = relay.manage("partitions", "{\"to\": 6, \"execute\": true}");
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 503);
        return answer.statusCode() == 200;
    }

    /** An alert that changes all the time, and ones that stay open for a while. */
    private void send(String channel) {
        Posts its = posts.get(channel);
        for (int n = 0; !enough.get(); n++) {
            its.firing(Rig.to(channel), "flapping", n % 2 == 0 ? "critical" : "warning");
            its.firing(Rig.to(channel), "open-" + n, "critical");
            if (n >= OPEN) {
                its.resolved(Rig.to(channel), "open-" + (n - OPEN));
            }
            cycles.get(channel).incrementAndGet();
        }
    }

    private void awaitCycles(int more) {
        Map<String, Integer> from = new HashMap<>();
        cycles.forEach((channel, count) -> from.put(channel, count.get()));
        await().atMost(PATIENCE)
                .until(() -> cycles.entrySet().stream()
                        .allMatch(count -> count.getValue().get() >= from.get(count.getKey()) + more));
    }

    private Set<Integer> partitionsWritten() {
        return rig.topics().read(rig.names().webhooks()).stream()
                .map(record -> record.partition())
                .collect(Collectors.toSet());
    }
}
