package io.alertrelay.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.audit.AuditReport;
import io.alertrelay.guarantee.Posts.Change;
import io.alertrelay.sandbox.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was answered 200 is delivered to each of its channels, or is a dead letter, or another one says it. */
class NothingAcceptedIsLostIT {
    private static final long SEED = 20261122;
    private static final List<String> CHANNELS = List.of("a", "b");
    private static final List<String> SEVERITIES = List.of("critical", "warning", "info");

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private Rig rig;
    private Posts posts;

    @BeforeEach
    void start() throws Exception {
        rig = Rig.of(folder, CHANNELS, "timeout: 1s");
        posts = new Posts(rig::relay);
        rig.start();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void throughAllFaultsARestartAndAPushUrlThatVanishes() throws Exception {
        weather();
        rig.flashduty().fault(Rig.pushKey("a"), PassingFaults.UNAUTHORIZED, PassingFaults.REFUSED);
        rig.flashduty().fault(Rig.pushKey("b"), PassingFaults.REFUSED, PassingFaults.WRONG_KEY);
        post(20);

        rig.restart();
        post(20);
        rig.vanish();
        post(10);
        await("the channels are held")
                .until(() -> CHANNELS.stream()
                        .allMatch(c ->
                                rig.relay().channel(c).path("state").asText().matches("held|probing")));

        rig.restart();
        rig.appear();
        weather();
        rig.flashduty().fault(Rig.pushKey("a"), new Fault.Html());
        rig.flashduty().fault(Rig.pushKey("b"), new Fault.Redirect("/elsewhere"));
        post(10);

        AuditReport report = rig.settled();
        assertThat(report.findings()).isEmpty();
        assertThat(report.unaccounted()).isZero();
        assertThat(report.webhooks().accepted()).isGreaterThanOrEqualTo(60);
        assertThat(report.deliveries().delivered()
                        + sum(report.deliveries().deadLettered())
                        + sum(report.deliveries().superseded()))
                .isEqualTo(report.deliveries().due());
        for (String channel : CHANNELS) {
            everythingEnded(channel);
        }
    }

    private void weather() {
        CHANNELS.forEach(channel -> new PassingFaults(random.nextLong()).over(rig.flashduty(), channel));
    }

    private void post(int webhooks) {
        for (int i = 0; i < webhooks; i++) {
            posts.post(
                    Rig.TO_ALL,
                    Stream.generate(this::change).limit(1 + random.nextInt(4)).toList());
        }
    }

    private Change change() {
        String alert = "alert" + random.nextInt(30);
        return random.nextInt(3) == 0
                ? Change.resolved(alert)
                : new Change(alert, "firing", SEVERITIES.get(random.nextInt(3)));
    }

    /** As the sandbox and the topics tell, without the audit. */
    private void everythingEnded(String channel) {
        Set<Integer> taken = rig.arrivals(channel).takenNumbers();
        Set<String> deadLetters = rig.topics().read(rig.names().deadLetters()).stream()
                .map(record -> DeliveryEndings.id(record, channel))
                .collect(Collectors.toSet());
        DeliveryEndings endings = DeliveryEndings.read(rig);
        Map<Integer, ConsumerRecord<String, byte[]>> due = rig
                .topics()
                .read(rig.names().channel(channel))
                .stream()
                .collect(Collectors.toMap(DeliveryEndings::number, Function.identity(), (one, other) -> one));
        for (int number = 0; number < posts.accepted().size(); number++) {
            assertThat(due).as(channel).containsKey(number);
            String id = DeliveryEndings.id(due.get(number), channel);
            JsonNode receipt = endings.of(id).orElseThrow();
            switch (receipt.path("outcome").asText()) {
                case "delivered" -> assertThat(taken).as(id).contains(number);
                case "dead-lettered" -> assertThat(deadLetters).contains(id);
                default ->
                    assertThat(endings.of(receipt.path("superseded_by").asText()))
                            .as(receipt.toString())
                            .isPresent();
            }
        }
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
