package io.alertrelay.tail;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.alert.Severity;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Selects the events that are shown; all conditions must hold. An event without the field of a condition is not shown:
 * an accepted webhook, for example, has no channel yet.
 *
 * @param atLeast this severity, or a higher one
 * @param only these kinds; empty for all
 */
record FlowFilter(
        Optional<String> integration,
        Optional<String> channel,
        Optional<Severity> atLeast,
        Optional<String> receipt,
        Optional<String> alertKey,
        Set<FlowEvent.Kind> only) {
    FlowFilter {
        only = Set.copyOf(only);
    }

    /** Whether it is shown. */
    boolean shows(FlowEvent event) {
        return (only.isEmpty() || only.contains(event.kind()))
                && integration.map(event.text("integration")::equals).orElse(true)
                && channel.map(event.text("channel")::equals).orElse(true)
                && receipt.map(event.text("receipt")::equals).orElse(true)
                && alertKey.map(key -> hasKey(event, key)).orElse(true)
                && atLeast.map(least -> isAsSevere(event, least)).orElse(true);
    }

    private static boolean hasKey(FlowEvent event, String key) {
        return event.text("alert_key").equals(key)
                || StreamSupport.stream(event.detail().path("alert_keys").spliterator(), false)
                        .map(JsonNode::asText)
                        .anyMatch(key::equals);
    }

    private static boolean isAsSevere(FlowEvent event, Severity least) {
        return Severity.ofWord(event.text("severity"))
                .filter(severity -> severity.compareTo(least) <= 0)
                .isPresent();
    }
}
