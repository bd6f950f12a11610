package io.alertrelay.trail;

import io.alertrelay.record.ReceiptId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is asked about: a webhook, {@code w3-1042-7k3m9qxr2ztc5vbn}, or one alert of it, {@code …/0}. An answer about a
 * webhook has its first {@value #MOST} alerts: a body may have tens of thousands, and each some kilobytes of story.
 *
 * @param index of the alert; empty for the webhook
 */
public record WebhookPart(ReceiptId webhook, OptionalInt index) {
    /** The most alerts of an answer. */
    public static final int MOST = 2_000;

    private static final Pattern FORM = Pattern.compile("([^/]*)(?:/(\\d{1,9}))?");

    /** The whole webhook. */
    public static WebhookPart of(ReceiptId webhook) {
        return new WebhookPart(webhook, OptionalInt.empty());
    }

    /** Reads it; empty if it is not valid. */
    public static Optional<WebhookPart> parse(String text) {
        Matcher m = FORM.matcher(text.strip());
        return m.matches()
                ? ReceiptId.parse(m.group(1))
                        .map(id -> new WebhookPart(
                                id,
                                m.group(2) == null
                                        ? OptionalInt.empty()
                                        : OptionalInt.of(Integer.parseInt(m.group(2)))))
                : Optional.empty();
    }

    /**
     * What is to be said of a request id that names no record, as of a request that was refused; empty if it is no
     * such.
     */
    public static Optional<String> refused(String text) {
        return ReceiptId.isUnplaced(text)
                ? Optional.of(text.strip()
                        + " is the request id of a refused request (401, 404, 405, 413 and such), of which nothing is"
                        + " kept, or of a test of ARMS' console; see relay find --outcome refused if its key was known,"
                        + " relay audit, and the log. After a 503 the webhook may have been stored all the same: look"
                        + " for it by its text")
                : Optional.empty();
    }

    /** Whether the alert with that index is answered. */
    boolean has(int alert) {
        return alert == index.orElse(alert) && (index.isPresent() || alert < MOST);
    }

    @Override
    public String toString() {
        return webhook + (index.isPresent() ? "/" + index.getAsInt() : "");
    }
}
