package io.alertrelay.alert;

import java.util.Optional;

/**
 * Where people look on, as received.
 *
 * @param generatorUrl the page of what made the alert, in Prometheus that of the expression; empty if the alert had
 *     none
 * @param externalUrl the sender's page about the alerts of the webhook; empty if the webhook had none
 */
public record AlertLinks(Optional<String> generatorUrl, Optional<String> externalUrl) {
    /** Neither. */
    public static final AlertLinks NONE = new AlertLinks(Optional.empty(), Optional.empty());
}
