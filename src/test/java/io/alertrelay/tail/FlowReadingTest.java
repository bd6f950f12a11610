package io.alertrelay.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.testing.TestConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs read that follow a tail: the names, the order and the absence of its fields. */
class FlowReadingTest {
    private static final Instant AT = Instant.parse("2026-11-28T04:43:17.591Z");
    private static final TopicNames NAMES = new TopicNames("alert-relay.");
    private static final String CHANNEL = NAMES.channel("payments");

    @TempDir
    private Path folder;

    private FlowReading reading;

    @BeforeEach
    void read() throws Exception {
        RelayConfig config = TestConfig.load(TestConfig.yaml("{ data: data }", 0, 0, 1, ""), folder);
        reading = new FlowReading(
                NAMES, new Pipelines(config), new ChannelTopics(NAMES, List.of(CHANNEL), config.channelNames()));
    }

    @Test
    void aWebhookIsToldWithItsSizeAndAlerts() {
        String body = """
                {"status":"firing","alerts":[\
                {"status":"firing","labels":{"alertname":"disk","severity":"Warning"},"fingerprint":"01"},\
                {"status":"firing","labels":{"alertname":"slow","severity":"Critical"},"fingerprint":"02"}]}""";

        assertThat(line(NAMES.webhooks(), Map.of("retry-of", "q0-3-7k3m9qxr2ztc5vbn"), body))
                .isEqualTo("{\"at\":\"2026-11-28T04:43:17.591Z\",\"what\":\"accepted\","
                        + "\"receipt\":\"w3-7-tbssvwggjzd92kwn\",\"integration\":\"arms-shared\",\"bytes\":"
                        + body.length() + ",\"retry_of\":\"q0-3-7k3m9qxr2ztc5vbn\",\"alerts\":2,"
                        + "\"severity\":\"Critical\",\"alert_keys\":[\"arms-shared:01\",\"arms-shared:02\"]}");
    }

    @Test
    void aWebhookThatIsNotReadableNowIsToldWithoutAlerts() {
        assertThat(line(NAMES.webhooks(), Map.of("integration", "gone"), "{}"))
                .isEqualTo("{\"at\":\"2026-11-28T04:43:17.591Z\",\"what\":\"accepted\","
                        + "\"receipt\":\"w3-7-tbssvwggjzd92kwn\",\"integration\":\"gone\",\"bytes\":2}");
    }

    @Test
    void anEventIsToldWithWhereItGoesAndWhy() {
        String start = "{\"at\":\"2026-11-28T04:43:17.591Z\",\"what\":\"routed\","
                + "\"receipt\":\"w3-0-tbssvwggjzd92kwn\",\"index\":1,\"channel\":\"payments\",";
        String rest = "\"integration\":\"arms-shared\",\"alert_key\":\"key\",\"title\":\"磁盘满\","
                + "\"status\":\"firing\",\"severity\":\"Critical\",\"why\":\"dedicated\",\"rules\":\"a8af\"";

        assertThat(line(CHANNEL, Map.of(), "{\"title_rule\":\"磁盘满\"}")).isEqualTo(start + rest + "}");
        assertThat(line(CHANNEL, Map.of("replay", "r-1", "redone", "true"), "{\"title_rule\":\"磁盘满\"}"))
                .isEqualTo(start + "\"replay\":\"r-1\"," + rest + ",\"redone\":true}");
    }

    @Test
    void anEndingIsToldWithItsAttemptsAndCause() {
        assertThat(line(NAMES.receipts(), Map.of("channel", "payments", "position", "0:0"), """
                        {"receipt":"w3-0-tbssvwggjzd92kwn","index":1,"channel":"payments","integration":"arms-shared",\
                        "alert_key":"key","status":"firing","severity":"Critical","rules":"a8af","why":"dedicated",\
                        "received_at":"2026-11-28T04:43:17Z","attempts":2,"unanswered":0,"outcome":"dead-lettered",\
                        "reason":"refused","cause":"400"}"""))
                .isEqualTo("{\"at\":\"2026-11-28T04:43:17.591Z\",\"what\":\"dead-lettered\","
                        + "\"receipt\":\"w3-0-tbssvwggjzd92kwn\",\"index\":1,\"channel\":\"payments\","
                        + "\"integration\":\"arms-shared\",\"alert_key\":\"key\",\"status\":\"firing\","
                        + "\"severity\":\"Critical\",\"attempts\":2,\"unanswered\":0,\"reason\":\"refused\","
                        + "\"cause\":\"400\",\"received_at\":\"2026-11-28T04:43:17Z\"}");
    }

    @Test
    void aRecordInQuarantineAndItsResolution() {
        assertThat(line(NAMES.quarantine(), Map.of("cause", "not JSON", "channel", "payments"), "x"))
                .isEqualTo("{\"at\":\"2026-11-28T04:43:17.591Z\",\"what\":\"quarantined\","
                        + "\"id\":\"q3-7-tbssvwggjzd92kwn\",\"kind\":\"stray\",\"integration\":\"arms-shared\","
                        + "\"cause\":\"not JSON\",\"bytes\":1,\"receipt\":\"q3-7-tbssvwggjzd92kwn\","
                        + "\"channel\":\"payments\"}");
        assertThat(line(
                        NAMES.quarantine(),
                        Map.of("about", "q0-0-4f41fttepw56tgx9"),
                        "{\"decision\":\"discarded\",\"by\":\"ann\",\"at\":\"2026-11-28T14:35:58Z\"}"))
                .isEqualTo("{\"at\":\"2026-11-28T14:35:58Z\",\"what\":\"discarded\",\"id\":\"q0-0-4f41fttepw56tgx9\","
                        + "\"decision\":\"discarded\",\"by\":\"ann\"}");
    }

    private String line(String topic, Map<String, String> more, String value) {
        Map<String, String> headers = new TreeMap<>(Map.of(
                "integration", "arms-shared",
                "source", "aliyun-arms",
                "received-at", "2026-11-28T04:43:17.041Z",
                "nonce", "tbssvwggjzd92kwn",
                "status", "firing",
                "severity", "Critical",
                "why", "dedicated",
                "rules", "a8af"));
        if (!topic.equals(NAMES.webhooks()) && !topic.equals(NAMES.quarantine())) {
            headers.putAll(Map.of("receipt", "w3-0-tbssvwggjzd92kwn", "index", "1"));
        }
        headers.putAll(more);
        StoredRecord record = new StoredRecord(3, 7, AT, "key", headers, value.getBytes(StandardCharsets.UTF_8));
        return reading.event(topic, record).orElseThrow().json().toString();
    }
}
