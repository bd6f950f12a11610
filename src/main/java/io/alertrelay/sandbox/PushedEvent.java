package io.alertrelay.sandbox;

import java.util.Optional;

/**
 * One event of a body, as far as it could be read.
 *
 * @param status as the body says it: {@code Critical}, {@code Warning}, {@code Info}, {@code Ok} in a standard event,
 *     {@code firing} or {@code resolved} in the ARMS shape; empty if there is no such text
 * @param alertKey the identity of the alert: {@code alert_key}, or {@code fingerprint} in the ARMS shape
 * @param title cut to the 512 characters that Flashduty keeps; empty text if there is none
 * @param description cut to the 2048 characters that Flashduty keeps; empty text if there is none
 */
public record PushedEvent(Optional<String> status, Optional<String> alertKey, String title, String description) {
    static final int MAX_TITLE = 512;
    static final int MAX_DESCRIPTION = 2048;

    public PushedEvent {
        title = Text.cut(title, MAX_TITLE);
        description = Text.cut(description, MAX_DESCRIPTION);
    }
}
