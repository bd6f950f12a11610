package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.NotedOffset;
import io.alertrelay.routing.RuleSet;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.SharedBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What the routing stage remembers, whoever routes next. */
class RoutingRouteTest extends RoutingStage {
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

    @Test
    void ofVeryManyThatAreNotUnderstoodTheRestIsInOneRecordThatNamesThem() throws Exception {
        RoutingRig.createTopics(names, 1);
        RoutingRig.produce(
                names,
                0,
                List.of("{\"alerts\":[{\"status\":\"firing\",\"labels\":{\"alertname\":\"a\"}}" + ",1".repeat(250)
                        + "]}"));
        try (RoutingRig relay = relay("payments").start()) {
            settled(relay, "payments", 1);
        }

        assertThat(topics.read(names.quarantine())).hasSize(101);
        assertThat(topics.read(names.quarantine()).get(100)).satisfies(last -> {
            assertThat(header(last, "index")).isEqualTo("101");
            assertThat(header(last, "indexes")).isEqualTo("101-250");
            assertThat(header(last, "cause")).startsWith("150 alerts, kept together");
            assertThat(new String(last.value(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"alerts\":[1" + ",1".repeat(149) + "]}");
        });
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
}
