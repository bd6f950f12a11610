package io.alertrelay.tail;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.alert.Severity;
import io.alertrelay.trail.WebhookPart;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Selects the events that are shown; all conditions must hold. An event without the field of a condition is not shown:
 * an accepted webhook, for example, has no channel yet.
 *
 * @param atLeast this severity, or a higher one
 * @param part this webhook, or this alert of it
 * @param only these kinds; empty for all
 */
record FlowFilter(
        Optional<String> integration,
        Optional<String> channel,
        Optional<Severity> atLeast,
        Optional<WebhookPart> part,
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
                && part.map(asked -> isOf(event, asked)).orElse(true)
                && alertKey.map(key -> hasKey(event, key)).orElse(true)
                && atLeast.map(least -> isAsSevere(event, least)).orElse(true);
    }

    /** What has no index concerns each alert of its webhook. */
    private static boolean isOf(FlowEvent event, WebhookPart asked) {
        return event.text("receipt").equals(asked.webhook().toString())
                && (asked.index().isEmpty()
                        || event.detail().path("index").asInt(asked.index().getAsInt())
                                == asked.index().getAsInt());
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
