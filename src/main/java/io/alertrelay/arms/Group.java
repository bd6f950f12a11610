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

    static Group of(Fields body) throws UnreadableWebhookException {
        return new Group(body.text("status"), body.texts("commonLabels"), body.texts("commonAnnotations"));
    }

    void checkSize(int alerts) throws UnreadableWebhookException {
        if ((long) alerts * (labels.size() + annotations.size()) > MAX_LENT) {
            throw new UnreadableWebhookException(
                    Cause.TOO_LARGE,
                    "alerts: expected at most %d when multiplied by the %d common labels and annotations, found %d alerts."
                            .formatted(MAX_LENT, labels.size() + annotations.size(), alerts));
        }
    }

    Map<String, String> labelsOr(Map<String, String> own) {
        return own.isEmpty() ? labels : own;
    }

    Map<String, String> annotationsOr(Map<String, String> own) {
        return own.isEmpty() ? annotations : own;
    }
}
