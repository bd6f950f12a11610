package io.alertrelay.fuzz.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What else may stand in a topic of the relay, written by an older or newer version, a tool, or an attacker. */
public enum GarbageKind {
    WEBHOOK_OF_NO_JSON(GarbageTopic.WEBHOOKS, GarbageKind.NO_JSON, webhook("2026-11-22T02:13:00Z", "abcdefghijklmnop")),
    WEBHOOK_WITHOUT_BODY(GarbageTopic.WEBHOOKS, null, webhook("2026-11-22T02:13:00Z", "abcdefghijklmnop")),
    WEBHOOK_OF_ANOTHER_AGE(GarbageTopic.WEBHOOKS, GarbageKind.NO_JSON, webhook(GarbageKind.FAR, "abcdefghijklmnop")),
    WEBHOOK_WITH_A_NUL(GarbageTopic.WEBHOOKS, GarbageKind.NO_JSON, webhook("2026-11-22T02:13:00Z", "a\0b")),
    WEBHOOK_WITHOUT_HEADERS(GarbageTopic.WEBHOOKS, GarbageKind.NO_JSON, Map.of()),
    EVENT_WITHOUT_HEADERS(GarbageTopic.CHANNEL, GarbageKind.NO_JSON, Map.of()),
    EVENT_WITHOUT_BODY(GarbageTopic.CHANNEL, null, Map.of()),
    EVENT_OF_ANOTHER_AGE(GarbageTopic.CHANNEL, GarbageKind.NO_JSON, event(GarbageKind.FAR, "")),
    EVENT_REDONE_IN_ANOTHER_AGE(
            GarbageTopic.CHANNEL, GarbageKind.NO_JSON, event("2026-11-22T02:13:00Z", "+1000000001-01-01T00:00:00Z")),
    DECISION_OF_NO_JSON(GarbageTopic.DECISIONS, GarbageKind.NO_JSON, Map.of()),
    DECISION_WITHOUT_BODY(GarbageTopic.DECISIONS, null, Map.of()),
    DECISION_OF_A_LATER_VERSION(GarbageTopic.DECISIONS, "{\"version\":99,\"fuzz\":\"garbage\"}", Map.of()),
    REPLAY_OF_NO_JSON(GarbageTopic.REPLAYS, GarbageKind.NO_JSON, Map.of()),
    REPLAY_WITHOUT_BODY(GarbageTopic.REPLAYS, null, Map.of()),
    REPLAY_OF_A_LATER_VERSION(GarbageTopic.REPLAYS, "{\"version\":99,\"fuzz\":\"garbage\"}", Map.of()),
    REPLAYED_OF_NO_JSON(GarbageTopic.REPLAYED, GarbageKind.NO_JSON, Map.of()),
    REPLAYED_WITHOUT_BODY(GarbageTopic.REPLAYED, null, Map.of()),
    RECEIPT_OF_NO_JSON(GarbageTopic.RECEIPTS, GarbageKind.NO_JSON, Map.of()),
    RECEIPT_WITHOUT_BODY(GarbageTopic.RECEIPTS, null, Map.of()),
    RECEIPT_OF_ANOTHER_AGE(
            GarbageTopic.RECEIPTS,
            "{\"outcome\":\"delivered\",\"at\":\"" + GarbageKind.FAR + "\",\"fuzz\":\"garbage\"}",
            Map.of("position", "0:99999999999999999999")),
    DEAD_LETTER_OF_NO_JSON(GarbageTopic.DEAD_LETTERS, GarbageKind.NO_JSON, Map.of());

    /** On each of them, for the fuzz. */
    public static final String MARK = "fuzz";

    private static final String NO_JSON = "{\"fuzz\":\"garbage\",";
    private static final String FAR = "+1000000000-01-01T00:00:00Z";

    /** The topic in which it stands. */
    public enum GarbageTopic {
        WEBHOOKS,
        CHANNEL,
        DECISIONS,
        REPLAYS,
        REPLAYED,
        RECEIPTS,
        DEAD_LETTERS
    }

    private final GarbageTopic place;
    private final Optional<String> value;
    private final Map<String, String> headers;

    GarbageKind(GarbageTopic place, String value, Map<String, String> headers) {
        this.place = place;
        this.value = Optional.ofNullable(value);
        this.headers = headers;
    }

    /** Where it stands. */
    public GarbageTopic place() {
        return place;
    }

    /** The record's value; empty for none. */
    public Optional<String> value() {
        return value;
    }

    /** The record's headers, apart from the mark. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Whether a record in quarantine is made of one of these: it has their text, or none. */
    public static boolean in(String quarantined) {
        return quarantined.isEmpty() || quarantined.contains("\"fuzz\":\"garbage\"");
    }

    private static Map<String, String> webhook(String receivedAt, String nonce) {
        return Map.of(
                "integration", Names.SHARED.get(0), "source", "aliyun-arms", "received-at", receivedAt, "nonce", nonce);
    }

    private static Map<String, String> event(String receivedAt, String redone) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("receipt", "w0-0-abcdefghijklmnop");
        headers.put("index", "0");
        headers.put("integration", Names.SHARED.get(0));
        headers.put("status", "firing");
        headers.put("severity", "Critical");
        headers.put("rules", "garbage");
        headers.put("why", "garbage");
        headers.put("received-at", receivedAt);
        if (!redone.isEmpty()) {
            headers.put("redone", redone);
            headers.put("replay", "r000000000000");
        }
        return headers;
    }
}
