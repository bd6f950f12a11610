package io.alertrelay.flashduty;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an integration says differently about its events.
 *
 * @param title instead of the alert's name; if it renders to nothing visible, the alert's name after all
 * @param description instead of the alert's message; if it renders to nothing visible, the message after all. One that
 *     itself begins with {@code [MD]} makes the description Markdown
 * @param labels by name, added to the alert's labels or instead of one; one that renders blank removes the label
 * @param requestIdLabel the label that has the request id of the alert's webhook; empty if none has
 */
public record EventTemplate(
        Optional<Template> title,
        Optional<Template> description,
        Map<String, Template> labels,
        Optional<String> requestIdLabel) {

    /** The label that has the request id, unless it is said. */
    public static final String REQUEST_ID_LABEL = "relay_id";

    public EventTemplate {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** Nothing said differently. */
    public static EventTemplate standard() {
        return new EventTemplate(Optional.empty(), Optional.empty(), Map.of(), Optional.of(REQUEST_ID_LABEL));
    }
}
