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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The routing stage on a real broker: what it remembers, and what happens when something can't be stored. */
@Timeout(300)
class RoutingRouteTest {
    private static final int WEBHOOKS = 30;

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final Topics topics = new Topics(SharedBroker.bootstrapServers());
    private final SteppedClock clock = new SteppedClock();

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
    void oneAlertThatIsNotUnderstoodIsSetAsideWithItsPlaceAndTheOthersAreRouted() throws Exception {
        RoutingRig.createTopics(names, 1);
        RoutingRig.produce(names, 0, List.of("""
                {"status":"firing","alerts":[{"labels":{"alertname":"a"}},{"status":"suppressed","labels":{"x":"y"}},
                 {"labels":{"alertname":"b"}},{"labels":"text"}]}"""));
        try (RoutingRig relay = relay("payments").start()) {
            settled(relay, "payments", 2);
        }

        assertThat(read("payments")).extracting(r -> header(r, "index")).containsExactly("0", "2");
        assertThat(topics.read(names.quarantine()))
                .extracting(r -> header(r, "receipt").substring(0, 5) + " " + header(r, "index") + " "
                        + new String(r.value(), StandardCharsets.UTF_8))
                .containsExactly(
                        "w0-0- 1 {\"status\":\"firing\",\"alerts\":[{\"status\":\"suppressed\",\"labels\":{\"x\":\"y\"}}]}",
                        "w0-0- 3 {\"status\":\"firing\",\"alerts\":[{\"labels\":\"text\"}]}");
    }

    private static String many(int alerts) {
        return IntStream.range(0, alerts)
                .mapToObj(i -> "{\"fingerprint\":\"f" + i + "\"}")
                .collect(Collectors.joining(",", "{\"status\":\"firing\",\"alerts\":[", "]}"));
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
    void aRecoveryFollowsItsFiringsThoughTheRulesChangedAndTheRelayWasStartedAgain() throws Exception {
        RoutingRig.createTopics(names, 3);
        route("payments", 2, Bodies.firing("a", "critical", "t"));
        route("platform", 2, Bodies.firing("a", "warning", "t"));

        route("oncall", 2, Bodies.resolved("a", "info", "t"), Bodies.resolved("b", "info", "t"));

        assertThat(read("payments"))
                .extracting(RoutingRouteTest::summary)
                .containsExactly(
                        "firing Critical true [\"payments\"]", "resolved Warning - [\"payments\",\"platform\"]");
        assertThat(read("platform"))
                .extracting(RoutingRouteTest::summary)
                .containsExactly(
                        "firing Warning true [\"platform\"]", "resolved Warning - [\"payments\",\"platform\"]");
        assertThat(read("oncall"))
                .as("a recovery of which no firing is known")
                .extracting(RoutingRouteTest::summary)
                .containsExactly("resolved Info - [\"oncall\"]");
        assertThat(header(read("platform").get(1), "rules"))
                .isEqualTo(header(read("platform").get(0), "rules"));
        assertThat(header(read("payments").get(0), "starts-at")).isEqualTo("2026-11-22T02:13:00.000000000Z");
        assertThat(topics.read(names.decisions()))
                .extracting(r -> r.partition() + " " + (r.value() == null ? "resolved" : "open"))
                .containsExactly("2 open", "2 open", "2 resolved", "2 resolved");
    }

    @Test
    void aCrashBetweenDecisionsAndEventsChangesNothingThoughTheRulesChangeMeanwhile() throws Exception {
        RoutingRig.createTopics(names, 1);
        RoutingRig.produce(
                names,
                0,
                List.of(
                        Bodies.firing("a", "info", "t"),
                        Bodies.resolved("a", "info", "t"),
                        Bodies.firing("a", "info", "t")));
        try (RoutingRig killed = new RoutingRig(names, RuleSet.dedicated("payments"), clock, Duration.ZERO)
                .with("events", advice -> advice.weaveAddFirst().stop())
                .start()) {
            await().until(() -> topics.read(names.decisions()).size() == 3);
        }

        try (RoutingRig again = relay("oncall").start()) {
            settled(again, "payments", 3);
        }

        assertThat(read("oncall")).isEmpty();
        assertThat(read("payments"))
                .extracting(RoutingRouteTest::summary)
                .containsExactly(
                        "firing Info true [\"payments\"]",
                        "resolved Info - [\"payments\"]",
                        "firing Info true [\"payments\"]");
    }

    @Test
    void aCrashBetweenEventsAndTheirOffsetsSendsTheSameAgainThoughTheRulesChangeMeanwhile() throws Exception {
        RoutingRig.createTopics(names, 1);
        RoutingRig.produce(names, 0, List.of(Bodies.firing("a", "info", "t"), Bodies.resolved("a", "info", "t")));
        try (RoutingRig killed = relay("payments").start()) {
            settled(killed, "payments", 2);
        }
        try (Admin admin = SharedBroker.clients().admin()) {
            new GroupOffsets(admin).move(names.routingGroup(), names.webhooks(), 0, new NotedOffset(0, ""));
        }

        try (RoutingRig again = relay("oncall").start()) {
            settled(again, "payments", 4);
        }

        assertThat(read("oncall")).isEmpty();
        List<String> all =
                read("payments").stream().map(RoutingRouteTest::whole).toList();
        assertThat(all.subList(0, 2)).noneMatch(record -> record.contains("redone"));
        assertThat(all.subList(2, 4))
                .as("the same but for the mark")
                .isEqualTo(all.subList(0, 2).stream()
                        .map(record -> record.replace(" rules=", " redone=true, rules="))
                        .toList());
    }

    @Test
    void aPartitionThatMovesToAnotherRelayTakesItsOpenAlertsAlong() throws Exception {
        RoutingRig.createTopics(names, 2);
        RoutingRig.produce(names, 0, List.of(Bodies.firing("a", "info", "t")));
        RoutingRig.produce(names, 1, List.of(Bodies.firing("b", "info", "t")));
        try (RoutingRig first = relay("payments").start()) {
            settled(first, "payments", 2);
            try (RoutingRig second = relay("oncall").start()) {
                AtomicInteger reminders = new AtomicInteger();
                await().atMost(Duration.ofMinutes(1)).until(() -> {
                    RoutingRig.produce(
                            names, 0, List.of(Bodies.firing("c" + reminders.incrementAndGet(), "info", "t")));
                    RoutingRig.produce(names, 1, List.of(Bodies.firing("d" + reminders.get(), "info", "t")));
                    return !read("oncall").isEmpty();
                });

                RoutingRig.produce(names, 0, List.of(Bodies.resolved("a", "info", "t")));
                RoutingRig.produce(names, 1, List.of(Bodies.resolved("b", "info", "t")));

                await().untilAsserted(() -> assertThat(read("payments"))
                        .filteredOn(r -> header(r, "status").equals("resolved"))
                        .hasSize(2));
                assertThat(read("oncall")).extracting(r -> header(r, "status")).containsOnly("firing");
                await().until(() -> first.unsettled() == 0 && second.unsettled() == 0);
            }
        }
    }

    @Test
    void recordsThatAreNoDecisionsAreLeftOut() throws Exception {
        RoutingRig.createTopics(names, 1);
        Properties p = new Properties();
        p.put("bootstrap.servers", SharedBroker.bootstrapServers());
        try (var producer = new KafkaProducer<>(p, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(names.decisions(), null, "no key"));
            producer.send(new ProducerRecord<>(names.decisions(), "k", "no JSON"));
            producer.send(new ProducerRecord<>(names.decisions(), "k", "{\"v\":1}"));
        }

        route("payments", 0, Bodies.firing("a", "info", "t"));
        route("oncall", 0, Bodies.resolved("a", "info", "t"));

        assertThat(read("payments")).hasSize(2);
    }

    @Test
    void anAlertThatWasNotSeenForTheMaximumAgeIsForgottenForGood() throws Exception {
        RoutingRig.createTopics(names, 1);
        route("payments", 0, Bodies.firing("a", "info", "t"));
        clock.advance(RoutingRig.MAX_AGE.plusSeconds(1));

        try (RoutingRig relay = relay("oncall").start()) {
            // What is old is looked for first when the relay has run for an hour.
            RoutingRig.produce(names, 0, List.of(Bodies.resolved("other", "info", "t")));
            await().until(() -> sent() >= 2 && relay.unsettled() == 0);
            clock.advance(Duration.ofHours(1));
            RoutingRig.produce(names, 0, List.of(Bodies.resolved("a", "info", "t")));
            await().until(() -> sent() >= 3 && relay.unsettled() == 0);
        }

        assertThat(read("oncall"))
                .extracting(RoutingRouteTest::summary)
                .containsExactly("resolved Info - [\"oncall\"]", "resolved Info - [\"oncall\"]");
        assertThat(topics.read(names.decisions()))
                .extracting(r -> r.value() == null)
                .containsExactly(false, true, true, true);
    }

    @Test
    void aStormIsDecidedInBatchesAndSentInOrder() throws Exception {
        int storm = 10_000;
        RoutingRig.createTopics(names, 1);
        RoutingRig.produce(names, 0, numbered(storm));
        List<Integer> batches = new CopyOnWriteArrayList<>();

        try (RoutingRig relay = relay("payments")
                .with(
                        "decided",
                        advice -> advice.weaveAddFirst()
                                .process(exchange -> batches.add(exchange.getMessage()
                                        .getBody(DecidedPart.class)
                                        .decisions()
                                        .size())))
                .start()) {
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> batches.stream().mapToInt(Integer::intValue).sum() >= storm && relay.unsettled() == 0);
        }

        assertThat(offsets("payments")).containsExactlyElementsOf(upTo(storm));
        assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(storm);
        assertThat(batches).hasSizeLessThan(storm / 10).allMatch(size -> size <= 500);
        assertThat(topics.read(names.decisions())).hasSize(storm);
    }

    private void route(String channel, int partition, String... bodies) throws Exception {
        int before = sent();
        RoutingRig.produce(names, partition, List.of(bodies));
        try (RoutingRig relay = relay(channel).start()) {
            await().until(() -> sent() >= before + bodies.length && relay.unsettled() == 0);
        }
    }

    private int sent() {
        return RoutingRig.CHANNELS.stream().mapToInt(c -> read(c).size()).sum();
    }

    /** A relay whose rules send everything to the channel. */
    private RoutingRig relay(String channel) throws Exception {
        return new RoutingRig(names, RuleSet.dedicated(channel), clock);
    }

    private void settled(RoutingRig relay, String channel, int events) {
        await().atMost(Duration.ofMinutes(1)).until(() -> read(channel).size() >= events && relay.unsettled() == 0);
    }

    private List<ConsumerRecord<String, byte[]>> read(String channel) {
        return topics.read(names.channel(channel));
    }

    private List<String> offsets(String channel) {
        return read(channel).stream()
                .map(r -> header(r, "receipt").split("-")[1])
                .toList();
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Bodies.firing("a" + i, "info", "x"))
                .toList();
    }

    private static List<String> upTo(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    private static PolledRecord source(Exchange exchange) {
        return exchange.getMessage().getBody(RoutedItem.class).source();
    }

    private static KafkaException notStored(Exchange exchange) {
        exchange.setProperty("made", List.of(exchange.getMessage().getBody(RoutedItem.class)));
        return new KafkaException("not stored");
    }

    private static String summary(ConsumerRecord<?, ?> record) {
        return String.join(
                " ",
                header(record, "status"),
                header(record, "severity"),
                header(record, "opens"),
                header(record, "channels"));
    }

    private static String whole(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new TreeMap<>();
        record.headers().forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        return record.key() + " " + headers + " " + new String(record.value(), StandardCharsets.UTF_8);
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return Topics.header(record, name).orElse("-");
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

    private void limit(String channel, String bytes) throws Exception {
        try (Admin admin = SharedBroker.clients().admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, names.channel(channel)),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", bytes), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }
}
