package io.alertrelay.config;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where and when the relay reports its own problems.
 *
 * @param channel the name of the channel
 * @param name the relay's name there; empty for the machine's name, or the prefix of its topics on a cluster
 * @param heldAfter how long nothing must get through to a channel before that is reported
 * @param lateAfter how long an alert must wait in a channel that runs before that is reported
 * @param againAfter how long after an alert the same one may fire again; also how long no further occurrence is needed
 *     until the alert of a recurring event is resolved
 * @param heartbeat how often it sends a heartbeat; empty for never
 * @param kinds what it reports
 */
public record SelfAlertSettings(
        String channel,
        Optional<String> name,
        Duration heldAfter,
        Duration lateAfter,
        Duration againAfter,
        Optional<Duration> heartbeat,
        Set<TroubleKind> kinds) {
    public SelfAlertSettings {
        // In the order of their declaration: it is part of the version.
        kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
    }
}
