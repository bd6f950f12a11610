package io.alertrelay.flashduty;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An integration's template of its events.
 *
 * @param title replaces the alert's name, unless it renders to nothing visible
 * @param description replaces the alert's message, unless it renders to nothing visible. One that itself begins with
 *     {@code [MD]} makes the description Markdown
 * @param labels by name, added to the alert's labels or replacing one; one that renders blank removes the label
 * @param requestIdLabel the label that has the request id of the alert's webhook; empty if none has
 */
public record EventTemplate(
        Optional<Template> title,
        Optional<Template> description,
        Map<String, Template> labels,
        Optional<String> requestIdLabel) {

    /** The default label for the request id. */
    public static final String REQUEST_ID_LABEL = "relay_id";

    /**
     * The label with the time since when the alert fires. Flashduty discards an event that is identical to an earlier
     * one: without it, an alert that fires again as it did last week would be discarded as the old one, and nobody
     * would be notified.
     */
    public static final String STARTS_AT = "starts_at";

    public EventTemplate {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** Changes nothing. */
    public static EventTemplate standard() {
        return new EventTemplate(Optional.empty(), Optional.empty(), Map.of(), Optional.of(REQUEST_ID_LABEL));
    }
}
