package io.alertrelay.record;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code request_id} given to the sender of a webhook: identifies the record in Kafka and can't be guessed, so it
 * may be shared and looked up later. Written {@code w3-1042-7k3m9qxr2ztc5vbn}.
 *
 * @param topic that the record is in
 * @param offset of the record in its partition
 * @param nonce 80 random bits that the record has as well
 */
public record ReceiptId(Topic topic, int partition, long offset, String nonce) {
    private static final Pattern FORM = Pattern.compile("([wq])(\\d{1,9})-(\\d{1,18})-([0-9a-z]{16})");

    private static final Pattern NONCE = Pattern.compile("[0-9a-z]{16}");
    private static final String NO_NONCE = "0000000000000000";

    /** The topics whose records have receipts. */
    public enum Topic {
        WEBHOOKS('w'),
        QUARANTINE('q');

        private final char letter;

        Topic(char letter) {
            this.letter = letter;
        }
    }

    /** The receipt of a record of that topic. */
    public static ReceiptId of(Topic topic, StoredRecord record) {
        return new ReceiptId(topic, record.partition(), record.offset(), nonce(record.header(HeaderNames.NONCE)));
    }

    /** The receipt of a webhook that is not stored yet: it has only its nonce. */
    public static ReceiptId unplaced(String nonce) {
        return new ReceiptId(Topic.WEBHOOKS, 0, -1, nonce);
    }

    /** The place of its record in the topic. */
    public Place place() {
        return new Place(partition, offset);
    }

    /** The nonce of a record; zeros if it has none or an invalid one, so that it has a receipt too. */
    static String nonce(Optional<String> header) {
        return header.filter(text -> NONCE.matcher(text).matches()).orElse(NO_NONCE);
    }

    /** Parses a receipt; empty if it is not valid. */
    public static Optional<ReceiptId> parse(String text) {
        Matcher m = FORM.matcher(text.strip());
        if (!m.matches()) {
            return Optional.empty();
        }
        Topic topic = m.group(1).charAt(0) == 'w' ? Topic.WEBHOOKS : Topic.QUARANTINE;
        return Optional.of(new ReceiptId(topic, Integer.parseInt(m.group(2)), Long.parseLong(m.group(3)), m.group(4)));
    }

    /** Whether it has the form of a request id that has no record: of a request that was refused. */
    public static boolean isUnplaced(String text) {
        return NONCE.matcher(text.strip()).matches();
    }

    @Override
    public String toString() {
        return (topic.letter + "") + partition + "-" + offset + "-" + nonce;
    }
}
