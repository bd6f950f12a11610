package io.alertrelay.arms;

import io.alertrelay.arms.UnreadableWebhookException.Cause;
import java.util.Map;
import java.util.Optional;

/**
 * What the alerts of one body have in common, for those that do not say it themselves.
 *
 * @param status the group's own status, as written
 * @param labels {@code commonLabels}
 * @param annotations {@code commonAnnotations}
 */
record Group(Optional<String> status, Map<String, String> labels, Map<String, String> annotations) {

    /**
     * Labels and annotations that a group may lend, counted once for every alert. Without a bound, a body of 1 MiB with
     * many empty alerts and many common labels would take gigabytes when read.
     */
    static final int MAX_LENT = 1_000_000;

    /**
     * Characters of what the alerts of a body have in common, counted once for every alert: each event repeats it, in
     * every channel, and all events of a webhook are in memory at once.
     */
    static final long MAX_LENT_CHARACTERS = 8L << 20;

    static Group of(Fields body) throws UnreadableWebhookException {
        return new Group(body.text("status"), body.texts("commonLabels"), body.texts("commonAnnotations"));
    }

    /**
     * @param alerts how many there are
     * @param others characters of what else is repeated with each of them in the ARMS shape
     */
    void checkSize(int alerts, long others) throws UnreadableWebhookException {
        long lent = others + characters(labels) + characters(annotations);
        if (alerts * lent > MAX_LENT_CHARACTERS) {
            throw new UnreadableWebhookException(
                    Cause.TOO_LARGE,
                    "alerts: expected at most %d characters in common when multiplied by the number of alerts, found %d alerts with %d characters in common."
                            .formatted(MAX_LENT_CHARACTERS, alerts, lent));
        }
        if ((long) alerts * (labels.size() + annotations.size()) > MAX_LENT) {
            throw new UnreadableWebhookException(
                    Cause.TOO_LARGE,
                    "alerts: expected at most %d when multiplied by the %d common labels and annotations, found %d alerts."
                            .formatted(MAX_LENT, labels.size() + annotations.size(), alerts));
        }
    }

    static long characters(Map<String, String> texts) {
        return texts.entrySet().stream()
                .mapToLong(text -> text.getKey().length() + text.getValue().length())
                .sum();
    }

    Map<String, String> labelsOr(Map<String, String> own) {
        return own.isEmpty() ? labels : own;
    }

    Map<String, String> annotationsOr(Map<String, String> own) {
        return own.isEmpty() ? annotations : own;
    }
}
