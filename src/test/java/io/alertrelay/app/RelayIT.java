package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.sandbox.Received;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.RunningRelay;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.testing.Topics;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The whole relay in this process, on a real broker, with real HTTP on both sides. */
class RelayIT {
    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final String prefix = SharedBroker.newPrefix();
    private final Topics topics = new Topics(SharedBroker.bootstrapServers());
    private Sandbox flashduty;
    private RunningRelay running;
    private RelayClient relay;

    @BeforeEach
    void start() throws Exception {
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
        startRelay("");
    }

    private void startRelay(String channelSettings) throws Exception {
        String kafka = SharedBroker.asConfigured(prefix);
        running = RunningRelay.start(
                TestConfig.load(TestConfig.yaml(kafka, 0, 0, flashduty.port(), channelSettings), folder));
        relay = running.client();
    }

    @AfterEach
    void stop() {
        running.close();
        flashduty.close();
        vertx.close();
    }

    @Test
    void anAlertReachesTheChannelsThatTheRulesGiveAndNoOther() throws Exception {
        HttpResponse<String> response =
                relay.postPatiently(SHARED_KEY, Bodies.firing("disk full", "critical", "payments"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new ObjectMapper()
                        .readTree(response.body())
                        .at("/data/alerts")
                        .asInt())
                .isEqualTo(1);
        await().until(() ->
                accepted("payments").size() == 1 && accepted("platform").size() == 1);
        assertThat(flashduty.received(pushKey("oncall"))).isEmpty();
        JsonNode event = new ObjectMapper().readTree(accepted("payments").get(0).body());
        assertThat(event.path("title_rule").asText()).isEqualTo("disk full");
        assertThat(event.path("event_status").asText()).isEqualTo("Critical");
        assertThat(event.path("alert_key").asText()).startsWith("arms-shared:");
        assertThat(event.path("description").asText()).isEqualTo("disk full is not well");
        assertThat(event.path("labels").path("team").asText()).isEqualTo("payments");
        assertThat(accepted("platform").get(0).body())
                .isEqualTo(accepted("payments").get(0).body());
    }

    @Test
    void whatNoCaseMatchesGoesToTheDefaultAndADedicatedIntegrationToItsChannel() throws Exception {
        relay.postPatiently(SHARED_KEY, Bodies.firing("a", "info", "nobody"));
        relay.postPatiently(DEDICATED_KEY, Bodies.firing("b", "info", "nobody"));

        await().until(() ->
                accepted("oncall").size() == 1 && accepted("payments").size() == 1);

        assertThat(accepted("oncall").get(0).bodyText()).contains("\"arms-shared:");
        assertThat(accepted("payments").get(0).bodyText()).contains("\"arms-dedicated:");
        assertThat(flashduty.received(pushKey("platform"))).isEmpty();
    }

    @Test
    void aRecoveryComesAfterItsFiringWithTheSameKey() throws Exception {
        relay.postPatiently(DEDICATED_KEY, Bodies.firing("a", "critical", "x"));
        relay.postPatiently(DEDICATED_KEY, Bodies.resolved("a", "critical", "x"));

        await().until(() -> accepted("payments").size() == 2);

        assertThat(accepted("payments"))
                .extracting(r -> r.eventStatus().orElseThrow())
                .containsExactly("Critical", "Ok");
        assertThat(accepted("payments"))
                .extracting(Received::alertKey)
                .containsOnly(accepted("payments").get(0).alertKey());
    }

    @Test
    void theWebhookIsStoredByteForByteAndTheReceiptNamesItsRecord() throws Exception {
        String body = " " + Bodies.firing("\\u4e2d 文 ${jndi:x} {{$labels.x}}", "P1", "payments") + "\r\n\t";

        String receipt = RelayClient.requestId(relay.postPatiently(SHARED_KEY, body));

        ConsumerRecord<String, byte[]> record = topics.read(prefix + "webhooks").get(0);
        assertThat(record.value()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
        assertThat(receipt)
                .isEqualTo("w" + record.partition() + "-" + record.offset() + "-"
                        + Topics.header(record, "nonce").orElseThrow());
        assertThat(Topics.header(record, "integration")).contains("arms-shared");
        assertThat(Topics.header(record, "media-type")).contains("text/plain; charset=UTF-8");
    }

    @Test
    void noHeaderOrParameterOfTheWireSteersCamelOrReachesARecordOrFlashduty() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        relay.request(SHARED_KEY, Bodies.firing("a", "critical", "payments")), (n, v) -> true)
                .uri(URI.create("http://127.0.0.1:" + relay.port()
                        + "/event/push/alert/aliyun-arms?CamelKafkaOverrideTopic=elsewhere&integration_key="
                        + SHARED_KEY))
                .header("Authorization", "Bearer secret-token")
                .header("Cookie", "secret-cookie")
                .header("CamelKafkaOverrideTopic", prefix + "quarantine")
                .header("CamelHttpUri", "http://127.0.0.1:1/")
                .header("receipt", "forged")
                .build();

        assertThat(relay.sendPatiently(request).statusCode()).isEqualTo(200);

        await().until(() -> accepted("payments").size() == 1);
        for (String topic : List.of("webhooks", "channel.payments")) {
            for (ConsumerRecord<String, byte[]> record : topics.read(prefix + topic)) {
                record.headers().forEach(header -> {
                    assertThat(header.key()).doesNotContainIgnoringCase("camel").isNotIn("Authorization", "Cookie");
                    assertThat(new String(header.value(), StandardCharsets.UTF_8))
                            .doesNotContain("secret")
                            .isNotEqualTo("forged");
                });
            }
        }
        assertThat(topics.read(prefix + "quarantine")).isEmpty();
    }

    @Test
    void aBodyThatCannotBeReadIsQuarantinedAnsweredAndFoundAgain() throws Exception {
        String preset = "{\"Alert name\":\"x\",\"Notification policy\":\"y\"}";

        HttpResponse<String> response = relay.postPatiently(SHARED_KEY, preset);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("$alertmanager_content");
        ConsumerRecord<String, byte[]> record =
                topics.read(prefix + "quarantine").get(0);
        assertThat(record.value()).isEqualTo(preset.getBytes(StandardCharsets.UTF_8));
        assertThat(RelayClient.requestId(response))
                .isEqualTo("q" + record.partition() + "-" + record.offset() + "-"
                        + Topics.header(record, "nonce").orElseThrow());
        assertThat(Topics.header(record, "cause").orElseThrow()).contains("$alertmanager_content");
        assertThat(topics.read(prefix + "webhooks")).isEmpty();
    }

    @Test
    void aBodyThatCannotBeUnpackedIsQuarantinedAsItCame() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(relay.request(SHARED_KEY, "no gzip"), (n, v) -> true)
                .header("Content-Encoding", "gzip")
                .build();

        HttpResponse<String> response = relay.send(request);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("InvalidContentEncoding");
        ConsumerRecord<String, byte[]> record =
                topics.read(prefix + "quarantine").get(0);
        assertThat(record.value()).isEqualTo("no gzip".getBytes(StandardCharsets.UTF_8));
        assertThat(RelayClient.requestId(response)).startsWith("q0-" + record.offset() + "-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "utf-8"})
    void anAlertThatIsNotPackedIsReadWhateverItsContentEncodingSays(String encoding) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        relay.request(SHARED_KEY, Bodies.firing("plain", "warning", "payments")), (n, v) -> true)
                .header("Content-Encoding", encoding)
                .build();

        assertThat(relay.send(request).statusCode()).isEqualTo(200);
        assertThat(topics.read(prefix + "quarantine")).isEmpty();
    }

    @Test
    void aJsonArrayIsOneQuarantineRecordAndNotSeveral() throws Exception {
        assertThat(relay.postPatiently(SHARED_KEY, "[{\"a\":1},{\"b\":2}]").statusCode())
                .isEqualTo(400);

        assertThat(topics.read(prefix + "quarantine")).hasSize(1);
    }

    @Test
    void theTestOfTheArmsConsoleIsAnsweredAndNotForwarded() throws Exception {
        HttpResponse<String> response = relay.postPatiently(SHARED_KEY, "$alertmanager_content");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"alerts\":0").contains("控制台");
        assertThat(topics.read(prefix + "webhooks")).isEmpty();
        assertThat(topics.read(prefix + "quarantine")).isEmpty();
    }

    @Test
    void everyDeliveryEndsInOneReceiptThatTellsItsStory() throws Exception {
        String receipt =
                RelayClient.requestId(relay.postPatiently(SHARED_KEY, Bodies.firing("a", "critical", "payments")));

        await().until(() -> topics.read(prefix + "receipts").size() == 2);

        List<ConsumerRecord<String, byte[]>> receipts = topics.read(prefix + "receipts");
        assertThat(receipts)
                .extracting(ConsumerRecord::key)
                .containsExactlyInAnyOrder(receipt + "/0/payments", receipt + "/0/platform");
        JsonNode value = new ObjectMapper().readTree(receipts.get(0).value());
        assertThat(value.path("outcome").asText()).isEqualTo("delivered");
        assertThat(value.path("flashduty_request_id").asText()).isNotEmpty();
        assertThat(value.path("attempts").asInt()).isEqualTo(1);
        assertThat(value.path("why").asText()).contains("case 1");
    }

    @Test
    void whatFlashdutyRefusesIsADeadLetterAndTheNextIsDelivered() throws Exception {
        flashduty.fault(pushKey("payments"), new Fault.Status(400, "InvalidParameter", "labels are wrong"));
        relay.postPatiently(DEDICATED_KEY, Bodies.firing("bad", "info", "x"));
        await().until(() -> flashduty.received(pushKey("payments")).size() == 1);
        relay.postPatiently(DEDICATED_KEY, Bodies.firing("good", "info", "x"));

        await().until(() -> accepted("payments").size() == 1);

        await().until(() -> topics.read(prefix + "dead-letters").size() == 1);
        JsonNode letter = new ObjectMapper()
                .readTree(topics.read(prefix + "dead-letters").get(0).value());
        assertThat(letter.path("reason").asText()).isEqualTo("refused");
        assertThat(letter.path("cause").asText()).isEqualTo("400 InvalidParameter: labels are wrong");
        assertThat(letter.path("history")).hasSize(1);
        assertThat(letter.path("event").asText())
                .isEqualTo(flashduty.received(pushKey("payments")).get(0).bodyText());
        assertThat(accepted("payments").get(0).bodyText()).contains("good");
    }

    @Test
    void aWrongKeyHoldsTheChannelShowsTheCauseAndLosesNothing() throws Exception {
        flashduty.faultAlways(pushKey("payments"), new Fault.Status(401, "Unauthorized", "no such integration"));
        relay.postPatiently(DEDICATED_KEY, Bodies.firing("a", "info", "x"));
        relay.postPatiently(DEDICATED_KEY, Bodies.firing("b", "info", "x"));
        await().until(() -> relay.channel("payments").path("state").asText().equals("held"));

        await().until(() -> relay.channel("payments").path("waiting").asInt() == 2);
        JsonNode channel = relay.channel("payments");
        assertThat(channel.path("cause").asText()).isEqualTo("401 Unauthorized: no such integration");
        assertThat(relay.health().path("status").asText()).isEqualTo("degraded");
        flashduty.heal(pushKey("payments"));

        await().atMost(Duration.ofMinutes(2)).until(() -> accepted("payments").size() == 2);
        assertThat(topics.read(prefix + "dead-letters")).isEmpty();
        await().until(() -> relay.channel("payments").path("state").asText().equals("running"));
    }

    @Test
    void anAnswerThatQuotesTheKeyDoesNotGiveItAway() throws Exception {
        flashduty.faultAlways(
                pushKey("payments"),
                new Fault.Status(403, "AccessDenied", "token " + pushKey("payments") + " disabled"));
        relay.postPatiently(DEDICATED_KEY, Bodies.firing("a", "info", "x"));

        await().until(() -> relay.channel("payments").path("state").asText().equals("held"));

        assertThat(relay.channel("payments").path("cause").asText()).isEqualTo("403 AccessDenied: token *** disabled");
        flashduty.heal(pushKey("payments"));
    }

    @Test
    void aDeadChannelTouchesNoOther() throws Exception {
        flashduty.faultAlways(pushKey("payments"), new Fault.Hang());
        IntStream.range(0, 50).forEach(i -> post(SHARED_KEY, Bodies.firing("c" + i, "critical", "payments")));

        await().until(() -> accepted("platform").size() == 50);

        assertThat(accepted("payments")).isEmpty();
        flashduty.heal(pushKey("payments"));
    }

    @Test
    void everyKindOfFailureIsRetriedWithTheSameBytesUntilItIsTakenAndInOrder() throws Exception {
        running.close();
        // Only the hanging request may take as long, however busy the machine is: each of these is counted.
        startRelay(", timeout: 5s");
        flashduty.fault(
                pushKey("payments"),
                new Fault.Status(500, "InternalError", "x"),
                new Fault.Reset(),
                new Fault.HalfAnswer(),
                new Fault.Hang(),
                new Fault.TooManyRequests(Optional.of("1")));
        relay.postPatiently(DEDICATED_KEY, Bodies.firing("a", "info", "x"));
        relay.postPatiently(DEDICATED_KEY, Bodies.resolved("a", "info", "x"));

        await().atMost(Duration.ofMinutes(3)).until(() -> accepted("payments").size() == 2);

        List<Received> received = flashduty.received(pushKey("payments"));
        assertThat(received).hasSize(7);
        assertThat(received.subList(0, 6))
                .extracting(Received::bodyText)
                .containsOnly(received.get(0).bodyText());
        assertThat(accepted("payments"))
                .extracting(r -> r.eventStatus().orElseThrow())
                .containsExactly("Info", "Ok");
    }

    @Test
    void whatWasAcceptedBeforeAStopIsDeliveredAfterTheNextStartAndNothingTwice() throws Exception {
        flashduty.faultAlways(pushKey("payments"), new Fault.Status(503, "Unavailable", "x"));
        for (int i = 0; i < 20; i++) {
            relay.postPatiently(DEDICATED_KEY, Bodies.firing("n" + i, "info", "x"));
        }
        await().until(() -> !flashduty.received(pushKey("payments")).isEmpty());
        running.close();
        flashduty.heal(pushKey("payments"));
        startRelay("");

        await().until(() -> accepted("payments").size() == 20);

        assertThat(accepted("payments"))
                .extracting(r ->
                        new ObjectMapper().readTree(r.body()).path("title_rule").asText())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 20).mapToObj(i -> "n" + i).toList());
        running.close();
        startRelay("");
        relay.postPatiently(DEDICATED_KEY, Bodies.firing("last", "info", "x"));
        await().until(() -> accepted("payments").size() == 21);
    }

    @Test
    void aRecordInAChannelsTopicThatTheRelayDidNotWriteIsQuarantinedAndInNobodysWay() throws Exception {
        Properties p = new Properties();
        p.put("bootstrap.servers", SharedBroker.bootstrapServers());
        try (var producer = new KafkaProducer<>(p, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(prefix + "channel.payments", "k", "v"))
                    .get();
        }
        relay.postPatiently(DEDICATED_KEY, Bodies.firing("good", "info", "x"));

        await().until(() -> accepted("payments").size() == 1);

        await().until(() -> topics.read(prefix + "quarantine").size() == 1);
        assertThat(Topics.header(topics.read(prefix + "quarantine").get(0), "cause")
                        .orElseThrow())
                .contains("offset 0")
                .contains("no header receipt");
        await().until(() -> relay.channel("payments").path("waiting").asInt(-1) == 0);
    }

    @Test
    void metricsCountWhatHappenedAndHoldNoSecret() throws Exception {
        relay.postPatiently(SHARED_KEY, Bodies.firing("a", "critical", "payments"));
        await().until(() ->
                accepted("payments").size() == 1 && accepted("platform").size() == 1);

        await().untilAsserted(() -> assertThat(relay.get("/metrics").body())
                .contains("alert_relay_webhooks_total{integration=\"arms-shared\",result=\"accepted\"} 1.0")
                .contains("alert_relay_deliveries_total{channel=\"payments\",outcome=\"delivered\"} 1.0")
                .contains("alert_relay_channel_state{channel=\"payments\",state=\"running\"} 1.0")
                .contains("alert_relay_channel_waiting{channel=\"payments\"} 0.0")
                .doesNotContain(SHARED_KEY)
                .doesNotContain(pushKey("payments")));
    }

    @Test
    void thePageForPeopleIsThereAndTakesNothingFromOutside() throws Exception {
        HttpResponse<String> page = relay.get("/");

        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.body())
                .contains("Alert Relay")
                .contains("/console/console.js")
                .doesNotContain("http://")
                .doesNotContain("https://");
    }

    @Test
    void aPrometheusAlertmanagerPostsToAPathOfItsOwn() throws Exception {
        String body = """
                {"version":"4","groupKey":"{}:{}","truncatedAlerts":0,"status":"firing","receiver":"r",\
                "groupLabels":{},"commonLabels":{},"commonAnnotations":{},"externalURL":"https://am.example.com",\
                "notification_reason":"new","alerts":[{"status":"firing","labels":{"alertname":"TargetDown"},\
                "annotations":{"description":"down"},"startsAt":"2026-11-22T02:13:00.1Z",\
                "endsAt":"0001-01-01T00:00:00Z","generatorURL":"https://p.example.com","fingerprint":"e2a5025853d4da64"}]}""";
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + relay.port() + "/event/push/alert/prometheus"))
                .header("X-Integration-Key", DEDICATED_KEY)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();

        assertThat(relay.sendPatiently(request).statusCode()).isEqualTo(200);

        await().until(() -> accepted("payments").size() == 1);
        assertThat(accepted("payments").get(0).alertKey()).contains("arms-dedicated:e2a5025853d4da64");
    }

    @Test
    void anAlertmanagerOnThePathOfArmsIsToldOnceAndRoutedAllTheSame() throws Exception {
        Logger relayLog = (Logger) LoggerFactory.getLogger("relay");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        relayLog.addAppender(log);
        try {
            String body = Files.readString(Path.of("src/test/resources/arms/alertmanager-v4.json"));
            post(DEDICATED_KEY, body);
            post(DEDICATED_KEY, body);
        } finally {
            relayLog.detachAppender(log);
        }

        assertThat(List.copyOf(log.list))
                .filteredOn(line -> line.getFormattedMessage().contains("…/prometheus"))
                .singleElement()
                .satisfies(line -> assertThat(line.getLevel()).isEqualTo(Level.WARN));
    }

    private List<Received> accepted(String channel) {
        return flashduty.accepted(pushKey(channel));
    }

    private void post(String key, String body) {
        assertThat(relay.postPatiently(key, body).statusCode()).isEqualTo(200);
    }
}
