package io.alertrelay.alert;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One alert of a webhook, read and named, before any rule has looked at it.
 *
 * @param key what makes it the same alert for ever: {@code <integration>:<fingerprint>}, at most 255 characters. It is
 *     Flashduty's {@code alert_key}
 * @param status the only statement about its state; {@code endsAt} says nothing
 * @param severity the severity, of the firing also when this is the recovery
 * @param labels by name, sorted; never null, values never null
 * @param annotations by name, sorted; never null, values never null
 * @param startsAt as received (RFC 3339), at most 2,048 characters of it; empty if the body had none
 * @param endsAt as received (RFC 3339), empty if the body had none
 * @param fingerprint as received, empty if the body had none
 * @param links where people look on
 */
public record Alert(
        String key,
        AlertStatus status,
        Severity severity,
        Map<String, String> labels,
        Map<String, String> annotations,
        Optional<String> startsAt,
        Optional<String> endsAt,
        Optional<String> fingerprint,
        AlertLinks links) {

    public Alert {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    /** An alert without links. */
    public Alert(
            String key,
            AlertStatus status,
            Severity severity,
            Map<String, String> labels,
            Map<String, String> annotations,
            Optional<String> startsAt,
            Optional<String> endsAt,
            Optional<String> fingerprint) {
        this(key, status, severity, labels, annotations, startsAt, endsAt, fingerprint, AlertLinks.NONE);
    }
}
