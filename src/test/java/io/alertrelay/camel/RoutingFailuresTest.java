package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.SharedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** What becomes of webhooks in the routing stage when something can't be stored, or makes the relay fail. */
class RoutingFailuresTest extends RoutingStage {
    @Test
    void aWebhookWhoseEventsCannotBeStoredIsReadAgainAndNotOvertaken() throws Exception {
        RoutingRig.createTopics(names, 1);
        RoutingRig.produce(names, 0, numbered(WEBHOOKS));
        AtomicInteger failures = new AtomicInteger();

        try (RoutingRig relay = relay("payments")
                .with(
                        "events",
                        advice -> advice.weaveAddFirst().process(exchange -> {
                            if (source(exchange).receipt().startsWith("w0-7-") && failures.getAndIncrement() < 2) {
                                throw notStored(exchange);
                            }
                        }))
                .start()) {
            settled(relay, "payments", WEBHOOKS);
        }

        assertThat(failures).hasValueGreaterThanOrEqualTo(3);
        assertThat(offsets("payments")).containsExactlyElementsOf(upTo(WEBHOOKS));
        assertThat(read("payments")).extracting(r -> header(r, "opens")).containsOnly("true");
    }

    @Test
    void aWebhookOfManyAlertsIsRoutedSliceBySliceAndItsOffsetMovesAfterTheLast() throws Exception {
        int alerts = 3_000;
        RoutingRig.createTopics(names, 1);
        RoutingRig.produce(names, 0, List.of(many(alerts), Bodies.firing("after", "info", "t")));
        AtomicInteger slices = new AtomicInteger();
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        List<Integer> unsettled = new CopyOnWriteArrayList<>();
        List<Integer> steps = new CopyOnWriteArrayList<>();
        AtomicReference<RoutingRig> rig = new AtomicReference<>();

        try (RoutingRig relay = relay("payments")
                .with(
                        "events",
                        advice -> advice.weaveAddFirst().process(exchange -> {
                            RoutedItem.OfSlice item = exchange.getMessage().getBody(RoutedItem.OfSlice.class);
                            sizes.add(item.routed().events().size());
                            unsettled.add(rig.get().unsettled());
                            steps.add(rig.get().steps(names, 0));
                            if (slices.incrementAndGet() == 3) {
                                throw notStored(exchange);
                            }
                        }))) {
            rig.set(relay);
            relay.start();
            settled(relay, "payments", alerts + 1);
        }

        assertThat(sizes).hasSizeGreaterThan(10).allMatch(size -> size <= 300);
        // While what failed is about to be read again, nothing is held. Then both are, until the first one's last
        // slice.
        int again = unsettled.subList(0, unsettled.size() - 2).lastIndexOf(0) + 1;
        assertThat(unsettled.subList(Math.min(again, 3), unsettled.size() - 2))
                .hasSizeGreaterThan(8)
                .isSubsetOf(0, 2);
        assertThat(unsettled.subList(again, unsettled.size() - 2)).hasSizeGreaterThan(5);
        assertThat(steps).as("it is seen to go on").anyMatch(made -> made > 10);
        List<String> indexes = read("payments").stream()
                .filter(r -> header(r, "receipt").startsWith("w0-0-"))
                .map(r -> header(r, "index"))
                .distinct()
                .toList();
        assertThat(indexes)
                .containsExactlyElementsOf(
                        IntStream.range(0, alerts).mapToObj(String::valueOf).toList());
        assertThat(topics.read(names.decisions()).stream()
                        .map(ConsumerRecord::key)
                        .distinct()
                        .count())
                .isEqualTo(alerts + 1);
        assertThat(topics.read(names.decisions()))
                .as("of a relay that others may take over from")
                .allSatisfy(record -> assertThat(header(record, "assignment")).matches("\\d+"));
    }

    @Test
    void webhooksWhoseDecisionsCannotBeStoredAreReadAgainAndSendNothingMeanwhile() throws Exception {
        RoutingRig.createTopics(names, 1);
        RoutingRig.produce(names, 0, numbered(WEBHOOKS));
        List<Integer> sentMeanwhile = new CopyOnWriteArrayList<>();

        try (RoutingRig relay = relay("payments")
                .with(
                        "decided",
                        advice -> advice.weaveAddFirst().process(exchange -> {
                            if (sentMeanwhile.size() < 2) {
                                sentMeanwhile.add(read("payments").size());
                                throw new KafkaException("not stored");
                            }
                        }))
                .start()) {
            settled(relay, "payments", WEBHOOKS);
        }

        assertThat(sentMeanwhile).containsOnly(0);
        assertThat(offsets("payments")).containsExactlyElementsOf(upTo(WEBHOOKS));
        assertThat(read("payments")).extracting(r -> header(r, "opens")).containsOnly("true");
    }

    @Test
    void whatIsRememberedGoesBackTogetherWithWhatIsReadAgain() throws Exception {
        RoutingRig.createTopics(names, 1);
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < WEBHOOKS; i += 3) {
            bodies.add(Bodies.firing("x", "info", "t"));
            bodies.add(Bodies.firing("x", "info", "t"));
            bodies.add(Bodies.resolved("x", "info", "t"));
        }
        RoutingRig.produce(names, 0, bodies);
        AtomicInteger failures = new AtomicInteger();

        try (RoutingRig relay = relay("payments")
                .with(
                        "events",
                        advice -> advice.weaveAddFirst().process(exchange -> {
                            if (source(exchange).receipt().startsWith("w0-9-") && failures.getAndIncrement() < 2) {
                                throw notStored(exchange);
                            }
                        }))
                .start()) {
            settled(relay, "payments", WEBHOOKS);
        }

        assertThat(offsets("payments")).containsExactlyElementsOf(upTo(WEBHOOKS));
        assertThat(read("payments"))
                .extracting(r -> header(r, "status") + " " + header(r, "opens"))
                .containsExactlyElementsOf(IntStream.range(0, WEBHOOKS)
                        .mapToObj(i ->
                                List.of("firing true", "firing -", "resolved -").get(i % 3))
                        .toList());
        assertThat(read("payments"))
                .filteredOn(r -> header(r, "status").equals("resolved"))
                .extracting(r -> header(r, "why"))
                .containsOnly("follows its firing: dedicated");
    }

    @Test
    void aRecordThatMakesTheRelayFailGoesToQuarantineTheSecondTimeAndTheOthersAreRouted() throws Exception {
        RoutingRig.createTopics(names, 1);
        RoutingRig.produce(names, 0, numbered(WEBHOOKS));

        try (RoutingRig relay = relay("payments")
                .with(
                        "events",
                        advice -> advice.weaveAddFirst().process(exchange -> {
                            if (source(exchange).receipt().startsWith("w0-7-")) {
                                notStored(exchange);
                                throw new IllegalStateException("a bug");
                            }
                        }))
                .start()) {
            settled(relay, "payments", WEBHOOKS - 1);
        }

        assertThat(offsets("payments")).doesNotContain("7").contains("6", "8", "29");
        assertThat(topics.read(names.quarantine())).hasSize(1).allSatisfy(record -> {
            assertThat(header(record, "receipt")).startsWith("w0-7-");
            assertThat(header(record, "cause")).contains("offset 7", "IllegalStateException: a bug");
        });
    }

    @Test
    void aRecordThatCannotBeQuarantinedEitherIsReadAgainWithEverythingAfterIt() throws Exception {
        RoutingRig.createTopics(names, 1);
        RoutingRig.produce(names, 0, numbered(WEBHOOKS));
        AtomicInteger quarantines = new AtomicInteger();

        try (RoutingRig relay = relay("payments")
                .with(
                        "events",
                        advice -> advice.weaveAddFirst().process(exchange -> {
                            if (source(exchange).receipt().startsWith("w0-7-")) {
                                notStored(exchange);
                                throw new IllegalStateException("a bug");
                            }
                        }))
                .with(
                        "webhooks",
                        advice -> quarantine(advice.getOriginalRoute())
                                .getOutputs()
                                .add(0, new ProcessDefinition(exchange -> {
                                    if (quarantines.getAndIncrement() == 0) {
                                        throw new IllegalStateException("another bug");
                                    }
                                })))
                .start()) {
            settled(relay, "payments", WEBHOOKS - 1);
        }

        assertThat(quarantines).hasValueGreaterThan(1);
        assertThat(topics.read(names.quarantine()))
                .singleElement()
                .satisfies(record -> assertThat(header(record, "receipt")).startsWith("w0-7-"));
    }

    @Test
    void aTurnThatEndsByAnErrorIsTakenAgainAndTheSecondTimeItsRecordGoesToQuarantine() throws Exception {
        RoutingRig.createTopics(names, 1);
        RoutingRig.produce(names, 0, numbered(WEBHOOKS));
        AtomicInteger turns = new AtomicInteger();

        try (RoutingRig relay = relay("payments")
                .with(
                        "router",
                        advice -> advice.weaveAddFirst().process(exchange -> {
                            if (turns.getAndIncrement() < 2) {
                                throw new AssertionError("a bug");
                            }
                        }))
                .start()) {
            settled(relay, "payments", WEBHOOKS - 1);
        }

        assertThat(offsets("payments")).containsExactlyElementsOf(upTo(WEBHOOKS).subList(1, WEBHOOKS));
        assertThat(topics.read(names.quarantine())).hasSize(1).allSatisfy(record -> {
            assertThat(header(record, "receipt")).startsWith("w0-0-");
            assertThat(header(record, "cause")).contains("offset 0", "AssertionError: a bug");
        });
    }

    @Test
    void aTopicThatCannotBeWrittenKeepsOnlyItsOwnEventsWaiting() throws Exception {
        RoutingRig.createTopics(names, 1);
        limit("payments", "100");
        RoutingRig.produce(names, 0, numbered(WEBHOOKS));
        try (RoutingRig relay = relay("payments").start()) {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> relay.faults().of(names.channel("payments")).isPresent());
            assertThat(relay.faults()
                            .of(names.channel("payments"))
                            .orElseThrow()
                            .cause())
                    .contains("max.message.bytes");
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(relay.handled(names, 0))
                            .as("it is routed")
                            .hasValue(WEBHOOKS));
            assertThat(relay.unsettled()).as("and not settled").isPositive();

            RoutingRig.produce(names, 0, numbered(WEBHOOKS));
            limit("payments", "1000000");
            settled(relay, "payments", 2 * WEBHOOKS);

            assertThat(relay.faults().of(names.channel("payments"))).isEmpty();
        }
        assertThat(offsets("payments")).containsExactlyElementsOf(upTo(2 * WEBHOOKS));
    }

    @Test
    void whileQuarantineCannotBeWrittenOnlyAPartitionThatHasMuchForItWaitsAndNothingIsLost() throws Exception {
        int webhooks = 80;
        RoutingRig.createTopics(names, 2);
        limitTopic(names.quarantine(), "100");
        List<String> bodies = IntStream.range(0, webhooks)
                .mapToObj(i -> Bodies.body(
                        "firing",
                        Bodies.alert("firing", "a" + i % 5, "info", "x"),
                        "{\"labels\":\"" + "x".repeat(300_000) + "\"}"))
                .toList();
        RoutingRig.produce(names, 0, bodies);

        try (RoutingRig relay = relay("payments").start()) {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> relay.faults().of(names.quarantine()).isPresent());
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> relay.handled(names, 0).orElse(0) > 5);
            RoutingRig.produce(names, 1, numbered(WEBHOOKS));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> relay.handled(names, 1).orElse(0) == WEBHOOKS);
            await().during(Duration.ofSeconds(1))
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> relay.handled(names, 0).orElse(0) < webhooks);

            limitTopic(names.quarantine(), "4000000");
            settled(relay, "payments", webhooks + WEBHOOKS);
        }

        assertThat(topics.read(names.quarantine()))
                .extracting(record -> header(record, "receipt").split("-")[1])
                .containsExactlyElementsOf(upTo(webhooks));
        assertThat(read("payments"))
                .filteredOn(record -> header(record, "receipt").startsWith("w0-"))
                .extracting(record -> header(record, "receipt").split("-")[1])
                .containsExactlyElementsOf(upTo(webhooks));
    }

    /** The innermost first doCatch. */
    private static CatchDefinition quarantine(ProcessorDefinition<?> around) {
        return around.getOutputs().get(0) instanceof TryDefinition inner
                ? quarantine(inner)
                : ((TryDefinition) around).getCatchClauses().get(0);
    }

    private void limit(String channel, String bytes) throws Exception {
        limitTopic(names.channel(channel), bytes);
    }

    private static void limitTopic(String topic, String bytes) throws Exception {
        try (Admin admin = SharedBroker.clients().admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", bytes), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private static String many(int alerts) {
        return IntStream.range(0, alerts)
                .mapToObj(i -> "{\"fingerprint\":\"f" + i + "\"}")
                .collect(Collectors.joining(",", "{\"status\":\"firing\",\"alerts\":[", "]}"));
    }

    private static PolledRecord source(Exchange exchange) {
        return exchange.getMessage().getBody(RoutedItem.class).source();
    }

    private static KafkaException notStored(Exchange exchange) {
        exchange.setProperty("made", List.of(exchange.getMessage().getBody(RoutedItem.class)));
        return new KafkaException("not stored");
    }
}
