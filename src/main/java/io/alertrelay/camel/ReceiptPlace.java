package io.alertrelay.camel;

import io.alertrelay.kafka.StoredRecord;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the delivery waited that a record of the receipts tells of.
 *
 * @param id of the delivery
 * @param partition of the channel's topic
 * @param offset likewise; -1 if it never stood in it
 */
public record ReceiptPlace(String id, int partition, long offset) {
    private static final Pattern POSITION = Pattern.compile("(\\d{1,9}):(-?\\d{1,18})");

    /**
     * Reads it; empty if the receipt is not of that channel, or none. The key names the channel, whatever the headers
     * say.
     */
    public static Optional<ReceiptPlace> of(StoredRecord receipt, String channel) {
        if (!isOf(receipt.key(), channel)) {
            return Optional.empty();
        }
        return receipt.header(RecordHeaders.POSITION)
                .map(POSITION::matcher)
                .filter(Matcher::matches)
                .map(position -> new ReceiptPlace(
                        receipt.key(), Integer.parseInt(position.group(1)), Long.parseLong(position.group(2))));
    }

    /** An id is receipt, index, channel, and the replay if it is of one; with slashes between them. */
    private static boolean isOf(String id, String channel) {
        int second = id.indexOf('/', id.indexOf('/') + 1);
        String rest = id.substring(second + 1);
        return second > 0 && (rest.equals(channel) || rest.startsWith(channel + "/"));
    }
}
