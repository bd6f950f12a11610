package io.alertrelay.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.Quarantined.Kind;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.TestConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaterStatesTest {
    private static final Instant AT = Instant.parse("2026-11-22T02:00:00Z");
    static final String KEY = "arms-shared:%032x".formatted("a".hashCode());
    private static final String NONCE = "7k3m9qxr2ztc5vbn";

    @TempDir
    private Path folder;

    private LaterStates states;

    @BeforeEach
    void start() throws Exception {
        String yaml = TestConfig.yaml("{ brokers: \"localhost:1\" }", 8080, 8081, 8082, "");
        states = new LaterStates(new Pipelines(TestConfig.load(yaml, folder)), Set.of("q0-4-" + NONCE), Set.of(KEY));
    }

    @Test
    void onlyWhatWasReceivedLaterIsALaterState() {
        states.webhook(posted(5, AT, "a"));
        assertThat(states.after(inQuarantine(3, AT), KEY)).isEmpty();
        assertThat(states.after(inQuarantine(3, AT.minusSeconds(1)), KEY)).contains("w0-5-" + NONCE);

        states.webhook(posted(6, AT.plusSeconds(9), "another"));
        assertThat(states.after(inQuarantine(3, AT), KEY)).isEmpty();
        states.webhook(posted(7, AT.plusSeconds(9), "a"));
        assertThat(states.after(inQuarantine(3, AT), KEY)).contains("w0-7-" + NONCE);
    }

    @Test
    void whatARetryOfAnEarlierVersionStoredIsAsOldAsTheRecordItWasMadeOf() {
        states.webhook(retried(8, AT.plusSeconds(99), "q0-4-" + NONCE));

        assertThat(states.after(inQuarantine(3, AT), KEY)).contains("w0-8-" + NONCE);
        assertThat(states.after(inQuarantine(5, AT), KEY)).isEmpty();
    }

    @Test
    void aBodyAndAnAlertThatWasSetAsideAreComparedByTheTimeOfTheirReceipt() {
        states.webhook(retried(AT, true));

        assertThat(states.after(inQuarantine(5, AT.minusSeconds(1)), KEY)).contains("w0-8-" + NONCE);
        assertThat(states.after(inQuarantine(3, AT.plusSeconds(1)), KEY)).isEmpty();
        assertThat(states.after(inQuarantine(3, AT), KEY)).contains("w0-8-" + NONCE);
        assertThat(states.after(inQuarantine(5, AT), KEY)).isEmpty();
    }

    @Test
    void ofTwoBodiesTheLaterInQuarantineIsTheNewerWhateverTheClocksOfTheirRelaysSaid() {
        states.webhook(retried(AT, false));

        assertThat(states.after(inQuarantine(5, AT.minusSeconds(1)), KEY)).isEmpty();
        assertThat(states.after(inQuarantine(3, AT.plusSeconds(1)), KEY)).contains("w0-8-" + NONCE);
    }

    private static StoredRecord retried(Instant firstReceivedAt, boolean setAside) {
        return webhook(
                8,
                AT.plusSeconds(99),
                Bodies.firing("a", "critical", "x"),
                Map.of(
                        "retry-of",
                        "q0-4-" + NONCE,
                        "first-received-at",
                        firstReceivedAt.toString(),
                        "was-set-aside",
                        String.valueOf(setAside)));
    }

    @Test
    void theWebhookThatARecordWasStoredAsIsFound() {
        states.webhook(retried(8, AT, "q0-4-" + NONCE));
        states.webhook(retried(9, AT, "q0-4-" + NONCE));

        assertThat(states.storedAs(inQuarantine(4, AT).id())).contains("w0-8-" + NONCE);
        assertThat(states.storedAs(inQuarantine(5, AT).id())).isEmpty();
    }

    private static StoredRecord posted(long offset, Instant receivedAt, String name) {
        return webhook(offset, receivedAt, Bodies.firing(name, "critical", "x"), Map.of());
    }

    private static StoredRecord retried(long offset, Instant receivedAt, String of) {
        return webhook(offset, receivedAt, Bodies.firing("a", "critical", "x"), Map.of("retry-of", of));
    }

    static StoredRecord webhook(long offset, Instant receivedAt, String body, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("integration", "arms-shared");
        headers.put("received-at", receivedAt.toString());
        headers.put("nonce", NONCE);
        return new StoredRecord(0, offset, receivedAt, "arms-shared", headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static Quarantined inQuarantine(long offset, Instant receivedAt) {
        return new Quarantined(
                new ReceiptId(ReceiptId.Topic.QUARANTINE, 0, offset, NONCE),
                Kind.REFUSED,
                "arms-shared",
                receivedAt,
                "arms-shared",
                "aliyun-arms",
                "",
                "cause",
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                1,
                Optional.empty());
    }
}
