package io.alertrelay.intake;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the sender of a webhook is given as {@code request_id}: it names the record in Kafka and can't be guessed, so it
 * may be shared and later asked for. Written {@code w3-1042-7k3m9qxr2ztc5vbn}.
 *
 * @param journal the topic that the record is in
 * @param offset of the record in its partition
 * @param nonce 80 random bits, which the record carries too
 */
public record ReceiptId(Journal journal, int partition, long offset, String nonce) {
    private static final Pattern FORM = Pattern.compile("([wq])(\\d{1,9})-(\\d{1,18})-([0-9a-z]{16})");

    private static final Pattern NONCE = Pattern.compile("[0-9a-z]{16}");
    private static final String NO_NONCE = "0000000000000000";

    /** The topics whose records have receipts. */
    public enum Journal {
        WEBHOOKS('w'),
        QUARANTINE('q');

        private final char letter;

        Journal(char letter) {
            this.letter = letter;
        }
    }

    /**
     * The nonce that a record carries; zeros for one that carries none, or anything else, so that it has a receipt too.
     */
    public static String nonce(Optional<String> header) {
        return header.filter(text -> NONCE.matcher(text).matches()).orElse(NO_NONCE);
    }

    /** Reads a receipt as a person or a record gives it; empty if it is none. */
    public static Optional<ReceiptId> parse(String text) {
        Matcher m = FORM.matcher(text.strip());
        if (!m.matches()) {
            return Optional.empty();
        }
        Journal journal = m.group(1).charAt(0) == 'w' ? Journal.WEBHOOKS : Journal.QUARANTINE;
        return Optional.of(
                new ReceiptId(journal, Integer.parseInt(m.group(2)), Long.parseLong(m.group(3)), m.group(4)));
    }

    @Override
    public String toString() {
        return journal.letter + "" + partition + "-" + offset + "-" + nonce;
    }
}
