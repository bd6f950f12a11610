package io.alertrelay.record;

import io.alertrelay.alert.RecordTime;
import io.alertrelay.alert.Severity;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A record as read from a topic.
 *
 * @param storedAt the record's timestamp: when its producer created it
 * @param headers as text, by name; of a name that occurs twice the last one
 * @param value empty for a tombstone
 */
public record StoredRecord(
        int partition, long offset, Instant storedAt, String key, Map<String, String> headers, byte[] value) {
    private static final int LONGEST = 8_192;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    public StoredRecord {
        headers = headers instanceof HeaderTexts ? headers : Map.copyOf(headers);
    }

    /** Its place in its topic. */
    public Place place() {
        return new Place(partition, offset);
    }

    /** About how much memory it takes. */
    public int bytes() {
        int texts = headers instanceof HeaderTexts read
                ? read.bytes()
                : headers.entrySet().stream()
                        .mapToInt(header ->
                                header.getKey().length() + header.getValue().length())
                        .sum();
        return key.length() + value.length + texts;
    }

    /** A header, if the record has it. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** A header; empty text if the record does not have it. */
    String text(String name) {
        return headers.getOrDefault(name, "");
    }

    /** A header that every record of the topic has. */
    String required(String name) throws UnreadableRecordException {
        return header(name).orElseThrow(() -> new UnreadableRecordException("the record has no header " + name));
    }

    /** The integration that the record's webhook came by; empty if the record does not have it. */
    public String integration() {
        return text(HeaderNames.INTEGRATION);
    }

    /** The receipt and alert index of the record's webhook; empty if it does not have them. */
    public Optional<AlertRef> alert() {
        return AlertRef.of(text(HeaderNames.RECEIPT), text(HeaderNames.INDEX));
    }

    AlertRef requiredAlert() throws UnreadableRecordException {
        String receipt = required(HeaderNames.RECEIPT);
        ReceiptId webhook = ReceiptId.parse(receipt)
                .orElseThrow(() -> new UnreadableRecordException("header receipt: found \"" + shortened(receipt)
                        + "\", expected one such as w3-1042-7k3m9qxr2ztc5vbn"));
        return new AlertRef(webhook, (int) requiredNumber(HeaderNames.INDEX, Integer.MAX_VALUE));
    }

    /** A header that is a number from 0 on. */
    long requiredNumber(String name, long most) throws UnreadableRecordException {
        String text = required(name);
        if (!NUMBER.matcher(text).matches() || Long.parseLong(text) > most) {
            throw new UnreadableRecordException(
                    "header " + name + ": found \"" + shortened(text) + "\", expected a number from 0 to " + most);
        }
        return Long.parseLong(text);
    }

    Severity requiredSeverity() throws UnreadableRecordException {
        String word = required(HeaderNames.SEVERITY);
        return Severity.ofWord(word)
                .orElseThrow(() -> new UnreadableRecordException(
                        "header severity: found \"" + shortened(word) + "\", expected Critical, Warning or Info"));
    }

    /** When the record's webhook was received; if it does not have that, when it was stored. */
    public Instant receivedAt() {
        return time(HeaderNames.RECEIVED_AT).orElse(storedAt);
    }

    /**
     * When the body in quarantine was received that a retry stored as this webhook; empty if the record does not say.
     */
    public Optional<Instant> firstReceivedAt() {
        return time(HeaderNames.FIRST_RECEIVED_AT);
    }

    /** Whether what a retry stored as this webhook had been set aside; empty if the record does not say. */
    public Optional<Boolean> wasSetAside() {
        return header(HeaderNames.WAS_SET_ASIDE).map(Boolean::parseBoolean);
    }

    private Optional<Instant> time(String header) {
        try {
            return header(header).map(RecordTime::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether it is a tombstone. */
    public boolean isTombstone() {
        return value.length == 0;
    }

    /** Whether it resolves another record, which it names. */
    public boolean isResolution() {
        return headers.containsKey(HeaderNames.ABOUT);
    }

    /** A foreign text, cut if longer than any that the relay writes there. */
    public static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** The same record for the quarantine: with the relay's headers only, none too long. */
    NewRecord kept() {
        NewRecord draft = new NewRecord(key, value);
        Map<String, String> kept = new HashMap<>(headers);
        kept.keySet().retainAll(HeaderNames.PASSING);
        kept.forEach((name, text) -> draft.with(name, shortened(text)));
        return draft;
    }
}
